import type { RequestEntry } from '../../client/wire.ts'

/** A table of the query parameters, with the values as Laravel reads them. */
export function EntryParameters({
  entry: { parameters, ignored, edition },
}: {
  readonly entry: RequestEntry
}) {
  const all = Object.entries(parameters)
  return (
    <section>
      <h3>Parameters</h3>
      {all.length === 0 ? (
        <p class="muted">None: the query is empty.</p>
      ) : (
        <table class="parameters">
          <thead>
            <tr>
              <th scope="col">Name</th>
              <th scope="col">As Laravel read it</th>
            </tr>
          </thead>
          <tbody>
            {all.map(([name, value]) => (
              <tr key={name} class={ignored.includes(name) ? 'ignored' : ''}>
                <th scope="row" class="mono">
                  <bdi>{name}</bdi>
                </th>
                <td>
                  {value === null ? (
                    <span class="muted">null: empty</span>
                  ) : (
                    <bdi class="mono">{value}</bdi>
                  )}{' '}
                  {ignored.includes(name) && (
                    <span class="chip warn">ignored by {edition ?? 'the API'}</span>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  )
}
