// The buttons that choose the days, and charts or tables.

import { change, pageAddress } from '../page-address.ts'

const choices = [
  { range: '7', text: '7 days' },
  { range: '30', text: '30 days' },
  { range: '90', text: '90 days' },
  { range: undefined, text: 'All' },
]

/** The chosen number of days before the newest row (not before today). Undefined for all days. */
export function chosenDays(): number | undefined {
  const { range } = pageAddress.value.params
  return choices.some((choice) => choice.range !== undefined && choice.range === range)
    ? Number(range)
    : undefined
}

export const isTableChosen = (): boolean => pageAddress.value.params['as'] === 'tables'

export function SpanChoice() {
  const days = chosenDays()
  const isTable = isTableChosen()
  return (
    <div class="choice">
      <div class="row" role="group" aria-label="Days up to the newest conversation">
        {choices.map(({ range, text }) => (
          <button
            key={text}
            type="button"
            class="small"
            aria-pressed={days === (range && Number(range))}
            onClick={() => change({ range })}
          >
            {text}
          </button>
        ))}
      </div>
      <button
        type="button"
        class="small"
        aria-pressed={isTable}
        onClick={() => change({ as: isTable ? undefined : 'tables' })}
      >
        As tables
      </button>
    </div>
  )
}
