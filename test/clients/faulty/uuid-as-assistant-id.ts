// Clients that filter by the assistant_id of a row. It is a UUID, but the filter needs a number.

import type { Mistake, Config, Row } from '../client.ts'
import { get, HttpError, listUrl } from '../http.ts'

export const uuidAsAssistantId: Mistake = {
  rule: 'uuid-as-assistant-id',
  clients: [
    {
      does: "filters by the newest row's `assistant_id`",
      edition: 'nicecall',
      run: async (config) => {
        const [newest] = (await get(config, listUrl(config))).data
        return newest ? listOf(config, newest.assistant_id) : []
      },
    },
    {
      does: 'walks everything to learn of the assistants, and then asks for each',
      edition: 'autocalls',
      run: async (config) => {
        const assistants = new Set<string>()
        for (let cursor: string | null = ''; cursor !== null;) {
          const body = await get(config, listUrl(config, { cursor }))
          for (const row of body.data) assistants.add(row.assistant_id)
          cursor = body.next_cursor
        }
        const rows: Row[] = []
        for (const assistant of assistants) rows.push(...(await listOf(config, assistant)))
        return rows
      },
    },
  ],
}

/** Returns no rows when the API refuses the request. */
async function listOf(config: Config, assistant: string): Promise<readonly Row[]> {
  try {
    return (await get(config, `${listUrl(config)}&assistant_id=${assistant}`)).data
  } catch (error) {
    if (error instanceof HttpError && error.status === 422) return []
    throw error
  }
}
