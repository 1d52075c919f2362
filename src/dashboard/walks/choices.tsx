// The filter of the walks: by verdict and by rule.

import { change, hrefOf, pageAddress } from '../page-address.ts'
import { verdicts, verdictWords } from './verdict-words.ts'

export function Choices() {
  const { walk, rule, verdict = '' } = pageAddress.value.params
  if (walk !== undefined) {
    return (
      <p class="row">
        <a href={hrefOf('walks', { rule, verdict })}>← All walks</a>
      </p>
    )
  }
  return (
    <div class="row choices">
      <label>
        Verdict{' '}
        <select
          value={verdict}
          onChange={(event) => change({ verdict: event.currentTarget.value })}
        >
          <option value="">any</option>
          {verdicts.map((name) => (
            <option key={name} value={name}>
              {verdictWords[name].word}
            </option>
          ))}
        </select>
      </label>
      {rule !== undefined && (
        <button type="button" onClick={() => change({ rule: undefined })}>
          Only <bdi>{rule}</bdi> <span aria-hidden="true">✕</span>
          <span class="unseen">: show all rules</span>
        </button>
      )}
    </div>
  )
}
