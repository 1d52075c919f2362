// A process that fills a file and is killed in the midst of it, after so many rows.

import { createInvention } from '../../src/seed/invention.ts'
import { openStore } from '../../src/store/open-store.ts'
import { createRows, render } from './rows.ts'

const [file = '', last = '0'] = process.argv.slice(2)
const rows = await createRows(400, 'rising with id')

await openStore({
  file,
  order: 'id',
  render,
  ...createInvention(1),
  seed: () => Promise.resolve({ rows, datasetName: 'test rows' }),
  onRow: (count) => {
    if (count === Number(last)) process.kill(process.pid, 'SIGKILL')
  },
})
