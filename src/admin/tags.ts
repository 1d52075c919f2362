// The tags that group routes in the OpenAPI document.

export const tags = {
  Status: 'The status of the mock, and the reset to its baseline.',
  Users:
    'Each user has its own rows, faults, journal, limiter, clock, snapshots, scripts, traffic and replies.',
  Conversations: 'The rows of one user.',
  Dataset: 'All rows at once.',
  Snapshots: 'Named states of the rows.',
  Replies: 'The texts that assistants answer.',
  Faults: 'Answers that go wrong, by rule.',
  Mutations: 'Rows that change while clients page.',
  Samples: 'Clients that come with the mock: a correct one, and others with one mistake each.',
  Requests: 'The requests of clients, in the journal.',
  Judge: 'The walks of clients through the list, and their mistakes.',
  Clock: 'The time for the limiter, new rows, the journal, and the lifetime of users and tokens.',
} as const
export type Tag = keyof typeof tags
