// The numbers of a chart as a table.

import { toPeriod } from './amounts.ts'
import type { Span } from './buckets.ts'
import type { Measure } from './measure.ts'
import { hrefOfBucket } from './rows-link.ts'

type Props = { readonly span: Span; readonly measure: Measure }

/** Shows only buckets that have conversations, the newest first. */
export function BucketTable({ span: { unit, buckets }, measure: { title, columns } }: Props) {
  const shown = buckets.filter(({ conversations }) => conversations > 0).toReversed()
  return (
    <div class="numbers">
      <table aria-label={`${title} per ${unit}`}>
        <thead>
          <tr>
            <th scope="col">{unit[0]?.toUpperCase() + unit.slice(1)}</th>
            {columns.map(({ name }) => (
              <th key={name} scope="col" class="number">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {shown.map((bucket) => (
            <tr key={bucket.from}>
              <th scope="row">
                <a href={hrefOfBucket(bucket)}>{toPeriod(bucket, unit)}</a>
              </th>
              {columns.map(({ name, textOf, type }) => (
                <td key={name} class="number">
                  {type === undefined ? (
                    textOf(bucket)
                  ) : (
                    <a href={hrefOfBucket(bucket, type)}>{textOf(bucket)}</a>
                  )}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
