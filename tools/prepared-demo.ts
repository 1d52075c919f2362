// Prepares the demo dataset, so that a start need not check and render its rows.

import type { Plugin } from 'rolldown'
import { renderConversation } from '../src/api/conversation-resource.ts'
import { loadFixture } from '../src/seed/load-fixture.ts'
import { formatPrepared } from '../src/seed/prepared.ts'

/** Adds demo.json to the bundle. */
export function preparedDemo(): Plugin {
  return {
    name: 'prepared-demo',
    async generateBundle() {
      const text = await formatPrepared(loadFixture('demo'), renderConversation)
      this.emitFile({ type: 'asset', fileName: 'demo.json', source: text })
    },
  }
}
