// The toolbar above the list: the filter, and the buttons to pause the list and to forget requests.

import { useComputed } from '@preact/signals'
import { useRef } from 'preact/hooks'
import type { RequestEntry } from '../../client/wire.ts'
import { confirm } from '../widgets/dialog.tsx'
import { counted, toCount } from '../widgets/format.ts'
import { isolate } from '../widgets/isolate.ts'
import { useKey } from '../widgets/keys.ts'
import { attempt } from '../widgets/toast.tsx'
import { ask } from '../mock/admin.ts'
import { pulse, reloadRequests, requests } from '../mock/live.ts'
import { currentUser } from '../mock/status.ts'
import { change, pageAddress, userId } from '../page-address.ts'
import { brokenRules } from './evidence.ts'
import { filterNames, statuses } from './filter.ts'
import type { Log } from './log.ts'

export function Toolbar({ log }: { readonly log: Log }) {
  return (
    <div class="toolbar">
      <TextFilter />
      <Choices />
      <div class="row actions">
        <Amount log={log} />
        <PauseButton log={log} />
        <ForgetButton log={log} />
      </div>
    </div>
  )
}

function TextFilter() {
  const input = useRef<HTMLInputElement>(null)
  useKey('/', 'Find requests', () => input.current?.select())
  return (
    <input
      ref={input}
      class="find"
      type="search"
      aria-label="Find in path, query and curl"
      placeholder="Find in path, query, curl …  ( / )"
      spellcheck={false}
      value={pageAddress.value.params['text'] ?? ''}
      onInput={(event) => change({ text: event.currentTarget.value }, { isStep: false })}
      onKeyDown={(event) => (event.key === 'Escape' ? event.currentTarget.blur() : undefined)}
    />
  )
}

function Choices() {
  const seenStatuses = useSeen(({ status }) => (status === null ? [] : [String(status)]))
  const seenFaults = useSeen(({ faults }) => faults)
  return (
    <div class="row choices">
      <Choice
        name="status"
        label="Status"
        every="Any status"
        options={[...statuses, ...seenStatuses]}
      />
      <Choice
        name="fault"
        label="Fault"
        every="Any fault or none"
        options={['any', 'none', ...seenFaults]}
        words={faultWords}
      />
      <Choice
        name="finding"
        label="Finding"
        every="Any finding or none"
        options={['any', ...brokenRules.value]}
        words={findingWords}
      />
      <Choice
        name="from"
        label="From"
        every="From everyone"
        options={['clients', 'page']}
        words={fromWords}
      />
      {isFiltered() && (
        <button type="button" class="small" onClick={clearFilter}>
          Clear filter
        </button>
      )}
    </div>
  )
}

const faultWords = { any: 'With a fault', none: 'Without a fault' }
const findingWords = { any: 'With a finding' }
const fromWords = { clients: 'From clients only', page: 'From this page only' }

export const isFiltered = (): boolean => filterNames.some((name) => pageAddress.value.params[name])

export const clearFilter = (): void =>
  change(Object.fromEntries(filterNames.map((name) => [name, undefined])))

/**
 * The sorted values that occur in the journal. The signal holds them as one text: it stays equal
 * when no new value occurs, so the component is not rendered again for each request.
 */
function useSeen(read: (entry: RequestEntry) => readonly string[]): string[] {
  const text = useComputed(() => {
    const seen = new Set<string>()
    for (const entry of requests.value) for (const one of read(entry)) seen.add(one)
    return [...seen].toSorted().join(' ')
  }).value
  return text.split(' ').filter((one) => one !== '')
}

type ChoiceProps = {
  readonly name: (typeof filterNames)[number]
  readonly label: string
  /** The text of the option that filters nothing. */
  readonly every: string
  readonly options: readonly string[]
  readonly words?: Readonly<Record<string, string>>
}

function Choice({ name, label, every, options, words = {} }: ChoiceProps) {
  const chosen = pageAddress.value.params[name] ?? ''
  const all = chosen === '' || options.includes(chosen) ? options : [...options, chosen]
  return (
    <select
      aria-label={label}
      class={chosen === '' ? '' : 'chosen'}
      value={chosen}
      onChange={(event) => change({ [name]: event.currentTarget.value })}
    >
      <option value="">{every}</option>
      {all.map((option) => (
        <option key={option} value={option}>
          {words[option] ?? option}
        </option>
      ))}
    </select>
  )
}

function Amount({ log }: { readonly log: Log }) {
  const shown = log.shown.value.length
  const all = log.known.value.length
  const rate = pulse.seconds.value.at(-1)?.requests ?? 0
  return (
    <span class="muted amount">
      {shown === all ? counted(all, 'request') : `${toCount(shown)} of ${toCount(all)}`}
      {rate > 0 && ` · ${toCount(rate)} a second`}
    </span>
  )
}

function PauseButton({ log: { isPaused } }: { readonly log: Log }) {
  const toggle = (): void => void (isPaused.value = !isPaused.value)
  useKey('p', 'Pause the list, and go on', toggle)
  return (
    <button
      type="button"
      aria-pressed={isPaused.value}
      onClick={toggle}
      title="Keep the list as it is (p)"
    >
      Pause
    </button>
  )
}

function ForgetButton({ log }: { readonly log: Log }) {
  const id = userId.value
  const whose =
    id === undefined ? 'of all users' : `of user ${id} (${isolate(currentUser.value?.name ?? '')})`

  async function forget(): Promise<void> {
    const text = `The journal forgets the requests ${whose}, and with them the walks and findings that they show. There is no way back.`
    if (!(await confirm({ title: 'Forget requests?', text, action: 'Forget all' }))) return
    if (
      !(await attempt(
        () => ask('DELETE', '/requests', { query: { user: id } }),
        'The requests are forgotten.',
      ))
    )
      return
    log.isPaused.value = false
    log.isAway.value = false
    change({ open: undefined })
    reloadRequests()
  }

  return (
    <button type="button" onClick={() => void forget()} disabled={requests.value.length === 0}>
      Forget all
    </button>
  )
}
