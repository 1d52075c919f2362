// A process that makes a user with many rows in a file, deletes it when its input ends, and then does
// nothing at all, as a server that nobody asks.

import { createServer } from 'node:net'
import { createInvention } from '../../src/seed/invention.ts'
import { openStore } from '../../src/store/open-store.ts'
import { createOwnRows, createRows, render } from './rows.ts'

const ROWS = 12_000

const [, , file] = process.argv

const rows = await createRows(40, 'rising with id')
const store = await openStore({
  file,
  order: 'id',
  render,
  ...createInvention(1),
  seed: () => Promise.resolve({ rows, datasetName: 'idling' }),
})
const { assistants, conversations } = await createOwnRows(ROWS, 'rising with id', 9)
const staged = store.openStagedDataset({ byUser: false })
staged.addAssistants(assistants)
staged.addConversations(conversations)
const { id } = staged.publishUser({
  name: 'Short',
  email: 'short@example.com',
  expires_at: null,
  tokens: [],
})
createServer().listen(0, '127.0.0.1', () => process.stdout.write('filled\n'))
process.stdin.resume().once('end', () => void store.users.delete(id))
