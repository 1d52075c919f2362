// Ends work over many turns that a process has not finished.

/** Removes rows that an ended process left half written or half removed. */
export const removeUnfinished = `
DELETE FROM conversations WHERE EXISTS (SELECT 1 FROM staged) AND rid IN (
  SELECT rid FROM staged CROSS JOIN conversations ON rid BETWEEN staged.first AND staged.last);
DELETE FROM staged;
DELETE FROM staging_keys;
DELETE FROM conversations WHERE rid IN (
  SELECT rid FROM leaving CROSS JOIN conversations AS c ON c.dataset_id = leaving.dataset_id AND c.id BETWEEN leaving.first AND leaving.last);
DELETE FROM touched WHERE (dataset_id, id) IN (
  SELECT t.dataset_id, t.id FROM leaving CROSS JOIN touched AS t ON t.dataset_id = leaving.dataset_id AND t.id BETWEEN leaving.first AND leaving.last);
DELETE FROM leaving;
DELETE FROM watches;
DELETE FROM watched_rows;
DELETE FROM shared_drafts;
`
