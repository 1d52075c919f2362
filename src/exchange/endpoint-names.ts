// The names by which faults choose an endpoint of the emulated API.

export const endpointNames = [
  'conversations.list',
  'conversations.create',
  'conversations.get',
  'messages.send',
  'ai.disable',
  'ai.enable',
  'ai.reply',
  'user.me',
  'assistants.get',
  'assistants.names',
  'assistants.outbound',
  'webhook.enable',
  'webhook.disable',
  'login',
] as const
export type EndpointName = (typeof endpointNames)[number]
