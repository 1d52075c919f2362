// The message before the first walk: it explains walks, and shows a shell loop to try.

import { CopyButton } from '../widgets/copy-button.tsx'
import { Empty } from '../widgets/notice.tsx'
import { SampleClientsCard } from '../begin/sample-clients.tsx'
import { baseUrl } from '../mock/admin.ts'
import { currentUser } from '../mock/status.ts'
import { toLoop } from './loop.ts'

export function FirstWalk() {
  const tokens = currentUser.value?.tokens ?? []
  // The edition `autocalls` has cursors and no page numbers: the loop would get page 1 each time.
  const token = tokens.find(({ edition }) => edition !== 'autocalls')
  const line = toLoop(baseUrl, token?.plain)
  return (
    <>
      <Empty title="No walks yet">
        <p>
          A walk is a client’s way through the list, page by page. Once a client asks, each of its
          walks is drawn here, with what it left out, fetched twice or did wrong.
        </p>
        <p>Run a sample client below, or paste this into a terminal:</p>
        <pre class="code" tabIndex={0}>
          {line}
        </pre>
        <p>
          <CopyButton text={line} what="the shell loop" />
        </p>
        <p>It asks for three pages only. See what the mock says about it.</p>
      </Empty>
      <SampleClientsCard />
    </>
  )
}
