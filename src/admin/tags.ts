// The tags that group routes in the OpenAPI document.

export const tags = {
  Status: 'What runs, and putting it back.',
  Users:
    'Worlds of their own: rows, faults, journal, limiter, clock, snapshots, scripts, traffic and replies belong to a user.',
  Conversations: 'The rows of one user.',
  Dataset: 'All rows at once.',
  Snapshots: 'Named states of the rows.',
  Replies: 'What assistants answer.',
  Faults: 'Answers that go wrong, by rule.',
  Mutations: 'Rows that change while clients page.',
  Samples: 'Clients that come with the mock: right ones, and wrong ones to watch.',
  Requests: 'What clients asked.',
  Judge: 'How clients went through the list, and what they did wrong.',
  Clock: 'What time it is for the limiter, new rows, the journal and the life of users and tokens.',
} as const
export type Tag = keyof typeof tags
