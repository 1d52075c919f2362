// The examples of assistants in the contract, from the demo data. The emulation's own code renders
// them.

import { outboundAssistant, shortAssistant, wholeAssistant } from '../api/assistant-resource.ts'
import { renderBrief } from '../api/list-assistants.ts'
import { type Assistant, completeAssistant } from '../dataset/assistant.ts'
import { renderPage } from '../laravel/page.ts'
import { loadFixture } from '../seed/load-fixture.ts'

const url = 'http://localhost:4080/api/user/assistants/get'
const assistants = loadFixture('demo')
  .assistants.filter(({ user_id }) => user_id === 1)
  .map((assistant) => completeAssistant(assistant))

const view = {
  items: assistants.slice(0, 1).map(wholeAssistant).join(','),
  count: 1,
  page: 1n,
  perPage: 1,
  total: assistants.length,
}

const listOf = (shown: readonly Assistant[], toText: (row: Assistant) => string): unknown[] =>
  shown.map((assistant) => JSON.parse(toText(assistant)))

const page: unknown = JSON.parse(
  renderPage({ ...view, path: url, urlStart: `${url}?page=`, linksNamePages: false }),
)
const brief: unknown = JSON.parse(renderBrief(view))
const names = listOf(assistants, shortAssistant)

export const assistantExamples = {
  listed: {
    page: ['Editions that page by number: ?per_page=1', page],
    brief: ['Editions that page by cursor: ?per_page=1', brief],
  },
  named: {
    array: ['All assistants', names],
    envelope: ['With the switch assistantsEnvelope', { assistants: names }, 'assistantsEnvelope'],
  },
  outbound: {
    array: [
      'The first',
      listOf(assistants.filter(({ type }) => type === 'outbound').slice(0, 1), outboundAssistant),
    ],
  },
} as const
