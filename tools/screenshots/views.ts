// Everything that the dashboard shows, by the address that leads to it, in a mock with the demo rows and some activity.

/** The newest of the demo rows. */
const ROW = '609fde9e-89d2-4910-a1d4-cb4d109bcc52'

export const views: Readonly<Record<string, string>> = {
  overview: '/overview?begin=closed',
  begin: '/overview?begin=open',
  tables: '/overview?as=tables',
  conversations: '/conversations?type=whatsapp&per_page=8',
  'conversations-refused': '/conversations?per_page=500',
  'conversations-empty': '/conversations?external_identifier=nobody',
  conversation: `/conversations?row=${ROW}`,
  requests: '/requests',
  'requests-none': '/requests?text=nothing-like-it',
  'requests-open': '/requests?open=12',
  'requests-refused': '/requests?open=33',
  'requests-compared': '/requests?compare=11,12',
  walks: '/walks',
  walk: '/walks?walk=20',
  'walks-over-time': '/walks?axis=time',
  faults: '/controls',
  state: '/controls?part=state',
  users: '/controls?part=users',
  'user-gone': '/overview?user=4711',
}
