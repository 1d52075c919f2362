import type { RequestEntry } from '../../client/wire.ts'
import { CopyButton } from '../widgets/copy-button.tsx'
import { users } from '../mock/status.ts'
import { withToken } from './curl.ts'

/** The request as a curl command, also with the real token when the mock still has it. */
export function EntryCurl({ entry: { curl, user, token } }: { readonly entry: RequestEntry }) {
  const plain = users.value
    ?.find(({ id }) => id === user)
    ?.tokens.find(({ id }) => id === token)?.plain
  return (
    <section>
      <div class="row heading">
        <h3>curl</h3>
        <CopyButton text={curl} what="curl" />
      </div>
      <pre class="code">{curl}</pre>
      {plain !== undefined && (
        <p class="row muted">
          The same with token {token} in place of <code>$TOKEN</code>
          <CopyButton text={withToken(curl, plain)} what="curl with the token" />
        </p>
      )}
    </section>
  )
}
