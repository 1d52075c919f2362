// What is looked at: verdicts, a rule, and whether this page's own requests count.

import { counted } from '../controls/format.ts'
import { change, hrefOf, place } from '../place.ts'
import { verdicts, verdictWords } from './verdict-words.ts'

type Hidden = { readonly findings: number; readonly walks: number }

export function Choices({ hidden }: { readonly hidden: Hidden }) {
  const { walk, rule, verdict = '', own } = place.value.params
  if (walk !== undefined) {
    return (
      <p class="row">
        <a href={hrefOf('walks', { own, rule, verdict })}>← All walks</a>
      </p>
    )
  }
  return (
    <div class="row choices">
      <label>
        Verdict{' '}
        <select value={verdict} onChange={(event) => change({ verdict: event.currentTarget.value })}>
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
      <OwnSwitch hidden={hidden} isOn={own === '1'} />
    </div>
  )
}

function OwnSwitch({ hidden: { findings, walks }, isOn }: { readonly hidden: Hidden; readonly isOn: boolean }) {
  const counts = [...(findings > 0 ? [counted(findings, 'finding')] : []), ...(walks > 0 ? [counted(walks, 'walk')] : [])]
  return (
    <label class="own">
      <input type="checkbox" checked={isOn} onChange={(event) => change({ own: event.currentTarget.checked ? 1 : undefined })} />
      also what this page did
      {counts.length > 0 && <span class="muted"> ({counts.join(', ')} hidden)</span>}
    </label>
  )
}
