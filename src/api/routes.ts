// The route table of the emulated application.

import { LIST_PATH } from '../editions.ts'
import { leadsTo } from '../laravel/route.ts'
import { answerList } from './answer-list.ts'
import { listNames, listOutbound } from './assistants-in-brief.ts'
import { createConversation } from './create-conversation.ts'
import type { Endpoint, Handler, Middleware } from './endpoint.ts'
import type { EndpointName } from '../exchange/endpoint-names.ts'
import type { Application } from './application.ts'
import { generateReply } from './generate-reply.ts'
import { getConversation } from './get-conversation.ts'
import { listAssistants } from './list-assistants.ts'
import { showProfile } from './profile.ts'
import { sendMessage } from './send-message.ts'
import { switchAi } from './switch-ai.ts'
import { switchWebhook } from './switch-webhook.ts'

export const isListPath = (path: string): boolean => leadsTo(LIST_PATH, path)

const withoutToken: readonly Middleware[] = ['throttle:api']
const withToken: readonly Middleware[] = ['auth', 'throttle:api']
const withTokenToAutomate: readonly Middleware[] = ['auth:automate', 'throttle:api']
const forReplies: readonly Middleware[] = ['auth', 'throttle:api', 'throttle:replies']

const AUTOMATE = '/api/automate/conversations/{uuid}'
const ASSISTANTS = '/api/user/assistants'

export function createRoutes(app: Application): readonly Endpoint[] {
  const reply = generateReply(app)
  return [
    get('conversations.list', LIST_PATH, withToken, answerList(app)),
    post('conversations.create', '/api/conversations', withoutToken, createConversation(app)),
    get('conversations.get', '/api/conversations/{uuid}', withoutToken, getConversation(app)),
    post('messages.send', '/api/conversations/{uuid}/messages', withoutToken, sendMessage(app)),
    post('ai.disable', `${AUTOMATE}/disable-ai`, withTokenToAutomate, switchAi(app, false)),
    post('ai.enable', `${AUTOMATE}/enable-ai`, withTokenToAutomate, switchAi(app, true)),
    post('ai.reply', '/api/user/ai/generate-reply', forReplies, reply),
    post('ai.reply', '/api/ai/generate-reply', forReplies, reply),
    get('user.me', '/api/user/me', withToken, showProfile(app)),
    get('assistants.get', `${ASSISTANTS}/get`, withToken, listAssistants(app)),
    get('assistants.names', ASSISTANTS, withToken, listNames(app)),
    get('assistants.outbound', `${ASSISTANTS}/outbound`, withToken, listOutbound(app)),
    post('webhook.enable', webhook('enable'), withToken, switchWebhook(app, 'enable')),
    post('webhook.disable', webhook('disable'), withToken, switchWebhook(app, 'disable')),
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
