// The route table of the emulated application.

import { LIST_PATH } from '../editions.ts'
import { leadsTo } from '../laravel/route.ts'
import { answerList } from './answer-list.ts'
import { listNames, listOutbound } from './assistants-in-brief.ts'
import { createConversation } from './create-conversation.ts'
import type { Endpoint, Handler, Middleware } from './endpoint.ts'
import type { EndpointName } from '../exchange/endpoint-names.ts'
import type { Endpoints } from './endpoints.ts'
import { generateReply } from './generate-reply.ts'
import { getConversation } from './get-conversation.ts'
import { listAssistants } from './list-assistants.ts'
import { showProfile } from './profile.ts'
import { sendMessage } from './send-message.ts'
import { switchAi } from './switch-ai.ts'
import { switchWebhook } from './switch-webhook.ts'

export const isListPath = (path: string): boolean => leadsTo(LIST_PATH, path)

const open: readonly Middleware[] = ['throttle:api']
const user: readonly Middleware[] = ['auth', 'throttle:api']
const automate: readonly Middleware[] = ['auth:automate', 'throttle:api']
const replies: readonly Middleware[] = ['auth', 'throttle:api', 'throttle:replies']

const AUTOMATE = '/api/automate/conversations/{uuid}'
const ASSISTANTS = '/api/user/assistants'

export function createRoutes(app: Endpoints): readonly Endpoint[] {
  const reply = generateReply(app)
  return [
    get('conversations.list', LIST_PATH, user, answerList(app)),
    post('conversations.create', '/api/conversations', open, createConversation(app)),
    get('conversations.get', '/api/conversations/{uuid}', open, getConversation(app)),
    post('messages.send', '/api/conversations/{uuid}/messages', open, sendMessage(app)),
    post('ai.disable', `${AUTOMATE}/disable-ai`, automate, switchAi(app, false)),
    post('ai.enable', `${AUTOMATE}/enable-ai`, automate, switchAi(app, true)),
    post('ai.reply', '/api/user/ai/generate-reply', replies, reply),
    post('ai.reply', '/api/ai/generate-reply', replies, reply),
    get('user.me', '/api/user/me', user, showProfile(app)),
    get('assistants.get', `${ASSISTANTS}/get`, user, listAssistants(app)),
    get('assistants.names', ASSISTANTS, user, listNames(app)),
    get('assistants.outbound', `${ASSISTANTS}/outbound`, user, listOutbound(app)),
    post('webhook.enable', webhook('enable'), user, switchWebhook(app, 'enable')),
    post('webhook.disable', webhook('disable'), user, switchWebhook(app, 'disable')),
  ]
}

const webhook = (action: string): string => `${ASSISTANTS}/${action}-conversation-ended-webhook`

const route =
  (method: Endpoint['method']) =>
  (
    name: EndpointName,
    path: string,
    middleware: readonly Middleware[],
    handle: Handler,
  ): Endpoint => ({ method, name, path, middleware, handle })

const [get, post] = [route('GET'), route('POST')]
