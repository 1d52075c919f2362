// The message in place of an empty list: the journal is loading or empty, the list is paused, or no
// request passes the filter.

import { CopyButton } from '../widgets/copy-button.tsx'
import { Empty, Loading } from '../widgets/notice.tsx'
import { baseUrl } from '../mock/admin.ts'
import { connection, requests } from '../mock/live.ts'
import { currentUser } from '../mock/status.ts'
import { userId } from '../page-address.ts'
import { quote } from '../../system/shell.ts'
import type { Log } from './log.ts'
import { clearFilter, isFiltered } from './toolbar.tsx'

export function NoEntries({ log }: { readonly log: Log }) {
  if (connection.value === 'connecting' && requests.value.length === 0)
    return <Loading what="the journal" />
  if (isFiltered()) return <NothingPasses />
  if (log.isPaused.value && requests.value.length > 0)
    return (
      <Empty title="The list is paused">
        <p>
          There were no requests when it was. Press “Pause” again, or p, to see those that came
          since.
        </p>
      </Empty>
    )
  return <NothingYet />
}

function NothingPasses() {
  return (
    <Empty title="No request passes the filter">
      <p>New ones that do appear here.</p>
      <button type="button" onClick={clearFilter}>
        Show all requests
      </button>
    </Empty>
  )
}

function NothingYet() {
  const token = currentUser.value?.tokens[0]?.plain
  const header =
    token === undefined ? '"Authorization: Bearer $TOKEN"' : quote(`Authorization: Bearer ${token}`)
  const curl = `curl -H ${header} -H 'Accept: application/json' ${quote(`${baseUrl}/api/user/conversations?per_page=5`)}`
  return (
    <Empty
      title={
        userId.value === undefined ? 'No requests yet' : `No requests of user ${userId.value} yet`
      }
    >
      <p>
        Whatever a client asks the mock appears here by itself, within a moment. Try it in a
        terminal:
      </p>
      <pre class="code">{curl}</pre>
      <CopyButton text={curl} what="curl" />
    </Empty>
  )
}
