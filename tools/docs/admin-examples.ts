// An example for each call of the admin API, by its operationId. The examples run from top to
// bottom in the order of docs/admin-api.md.

/** Shell lines. The top of the page defines `admin` and `$M`. */
export const adminExamples: Readonly<Record<string, string>> = {
  getStatus: 'admin $M/status',
  getAbout: 'admin $M/about',
  followChanges: 'admin -N --max-time 2 $M/changes || true',
  reset: `admin $M/reset -d '{"parts":["state"]}'`,

  listUsers: 'admin $M/users',
  createUser: `admin $M/users -d '{"editions":["autocalls"],"dataset":{"generate":100}}'`,
  getUser: 'admin $M/users/1000',
  updateUser: `admin -X PATCH $M/users/1000 -d '{"total_balance":0}'`,
  deleteUser: 'admin -X DELETE $M/users/1000',

  listConversations: 'admin "$M/conversations?type=api&limit=5"',
  createConversations: `admin $M/conversations -d '[{"type":"whatsapp"},{}]'`,
  getConversation: 'admin $M/conversations/68',
  updateConversation: `admin -X PATCH $M/conversations/68 -d '{"message_count":9}'`,
  deleteConversation: 'admin -X DELETE $M/conversations/68',
  listAssistants: 'admin $M/assistants',
  getStatistics: 'admin "$M/statistics?days=7"',

  exportDataset: 'admin $M/dataset -o dataset.json',
  replaceDataset: 'admin -X PUT $M/dataset -T dataset.json',

  listSnapshots: 'admin $M/snapshots',
  saveSnapshot: 'admin -X PUT $M/snapshots/before',
  restoreSnapshot: 'admin -X POST $M/snapshots/before/restore',
  deleteSnapshot: 'admin -X DELETE $M/snapshots/before',

  setReplies: `admin -X PUT $M/replies -d '[{"when":{"contains":"price"},"reply":"It is 10 euros."},{"reply":"What is {message}?"}]'`,
  listReplies: 'admin $M/replies',
  clearReplies: 'admin -X DELETE $M/replies',

  listFaults: 'admin $M/faults',
  armFault: `admin $M/faults -d '{"match":{"nth":2},"times":1,"effect":{"type":"status","status":503}}'`,
  getFault: 'admin $M/faults/1',
  disarmFault: 'admin -X DELETE $M/faults/1',
  clearFaults: 'admin -X DELETE $M/faults',

  runScript: `admin -X PUT $M/script -d '{"steps":[{"after":1,"insert":2}]}'`,
  getScript: 'admin $M/script',
  stopScript: 'admin -X DELETE $M/script',
  startTraffic: `admin -X PUT $M/traffic -d '{"per_second":2}'`,
  getTraffic: 'admin $M/traffic',
  stopTraffic: 'admin -X DELETE $M/traffic',

  listSampleClients: 'admin $M/sample-clients',
  runSampleClient: `admin $M/sample-clients -d '{"name":"loses-filters","per_second":50}'`,
  stopSampleClients: 'admin -X DELETE $M/sample-clients',

  getReport: 'admin "$M/findings?level=warning"',
  listWalks: 'admin "$M/walks?verdict=truncated"',
  getWalk: 'admin $M/walks/1',
  listRules: 'admin $M/rules',
  listSilences: 'admin $M/silences',
  silenceRule: `admin -X PUT $M/silences/never-paged -d '{"reason":"the widget shows the newest rows"}'`,
  unsilenceRule: 'admin -X DELETE $M/silences/never-paged',

  listRequests: 'admin "$M/requests?status=2xx&parameter.type=widget"',
  countRequests: 'admin "$M/requests/count?ignored=date_from"',
  verifyRequests: `admin $M/requests/verify -d '{"request":{"status":200},"at_least":1}'`,
  streamRequests: 'admin -N --max-time 2 $M/requests/stream || true',
  getRequest: 'admin $M/requests/1',
  getSentResponse: 'admin $M/requests/1/response',
  clearRequests: 'admin -X DELETE $M/requests',

  getClock: 'admin $M/clock',
  changeClock: `admin -X PUT $M/clock -d '{"advance":60,"is_frozen":true}'`,
  resumeClock: 'admin -X DELETE $M/clock',
}
