import { baseUrl } from '../mock/admin.ts'
import { hrefOf } from '../page-address.ts'
import { evidence } from './evidence.ts'

export function EntryFindings({ id }: { readonly id: number }) {
  const findings = evidence.value.get(id)
  if (!findings) return null
  return (
    <section>
      <h3>Findings</h3>
      <p class="muted">A finding is a mistake of a client that its requests show.</p>
      <ul class="findings">
        {findings.map(({ id: findingId, rule, severity, message, fix, docs, walk }) => (
          <li key={findingId}>
            <p class="row">
              <span class={`chip ${severity}`}>{severity}</span> <b>{rule}</b>
            </p>
            <p dir="auto">{message}</p>
            <p class="muted">{fix}</p>
            <p class="row">
              <a href={hrefOf('walks', { walk })}>Look at the walk</a>
              <a href={baseUrl + docs} target="_blank" rel="noreferrer">
                About the rule
              </a>
            </p>
          </li>
        ))}
      </ul>
    </section>
  )
}
