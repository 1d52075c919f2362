import { createEmulation } from './api/emulation.ts'
import { renderConversation } from './api/resource.ts'
import { buildApp } from './app.ts'
import { parseDataset } from './dataset.ts'
import { openStore } from './store/open-store.ts'
import { Switches } from './switches.ts'

export async function startMock(o: any) {
  const { dataset, port, ...rest } = o
  const switches = Switches.parse(rest)
  const rows = parseDataset(dataset, 'dataset')
  const store = openStore({ file: undefined, order: switches.order, render: renderConversation, seed: () => ({ rows, source: 'x' }) })
  let frozen: number | undefined
  const clock = () => frozen ?? Date.now() / 1000
  const emulation = createEmulation({ store, switches, clock, report: (e) => console.error(e) })
  const app = buildApp({ emulation })
  await app.listen({ port, host: '127.0.0.1' })
  const { port: p } = app.server.address() as any
  return {
    url: `http://127.0.0.1:${p}`,
    reset() {
      store.reset()
      emulation.reset()
      frozen = undefined
    },
    setClock(t: number) {
      frozen = t
    },
    async close() {
      await app.close()
      store.close()
    },
  }
}
