import { useState } from 'preact/hooks'
import type { ScriptState } from '../../client/wire.ts'
import { counted } from '../widgets/format.ts'
import { Failure } from '../widgets/notice.tsx'
import { attempt, say } from '../widgets/toast.tsx'
import { ask } from '../mock/admin.ts'
import { status } from '../mock/status.ts'
import { userId } from '../page-address.ts'
import { Errors } from './field-set.tsx'
import { useForm } from './form.ts'
import { useOwned } from './fresh.ts'
import { ownerInWords } from './scope.ts'
import { eventInWords, scriptPresets, stepInWords } from './script-words.ts'
import { StateCard } from './state-card.tsx'

/** The card for scripts, which change rows while a client goes through the list. */
export function ScriptCard() {
  const { data, error, reload } = useOwned<ScriptState>('/script', status.value?.scripts)
  const [text, setText] = useState(JSON.stringify(scriptPresets[0]?.script))
  const { errors, isBusy, submit } = useForm()
  const query = { user: userId.value }

  async function run(script: string): Promise<void> {
    if (isBusy) return
    setText(script)
    const state = await submit(async () =>
      ask<ScriptState>('PUT', '/script', { query, body: JSON.parse(script) }),
    )
    if (state)
      say(
        `The next ${state.times === 1 ? 'walk' : counted(state.times, 'walk')} through the list will meet it.`,
      )
    reload()
  }

  function runText(event: Event): void {
    event.preventDefault()
    void run(text)
  }

  async function stop(): Promise<void> {
    await attempt(
      () => ask('DELETE', '/script', { query }),
      'The script is stopped; what it changed stays.',
    )
    reload()
  }

  return (
    <StateCard title="Rows that move" whose={ownerInWords.value}>
      <p class="muted">
        The rows change while a client goes through the list: between two pages of its next walk. A
        client that pages by number then sees rows twice, or misses some.
      </p>
      <div class="row">
        {scriptPresets.map(({ name, script }) => (
          <button
            key={name}
            type="button"
            class="wrapping"
            aria-disabled={isBusy}
            onClick={() => void run(JSON.stringify(script))}
          >
            {name}
          </button>
        ))}
      </div>
      {data && <Progress script={data} onStop={() => void stop()} />}
      {error !== undefined && <Failure error={error} onRetry={reload} />}
      <form onSubmit={runText}>
        <label class="field">
          <span>Your own script (JSON)</span>
          <textarea
            rows={3}
            spellcheck={false}
            value={text}
            aria-invalid={errors.length > 0}
            onInput={(event) => setText(event.currentTarget.value)}
          />
        </label>
        <Errors errors={errors} />
        <button type="submit" aria-disabled={isBusy}>
          Run this script
        </button>
      </form>
    </StateCard>
  )
}

function Progress({
  script,
  onStop,
}: {
  readonly script: ScriptState
  readonly onStop: () => void
}) {
  const { steps, walks, times, log } = script
  return (
    <div class="progress">
      <div class="head">
        <span class={walks < times ? 'chip warn' : 'chip'}>
          {walks === 0 ? 'waits for a walk' : `${walks} of ${counted(times, 'walk')} begun`}
        </span>
        <button type="button" class="small" onClick={onStop}>
          Stop the script
        </button>
      </div>
      <ul class="list">
        {steps.map((step, index) => (
          <li key={index}>{stepInWords(step)}</li>
        ))}
      </ul>
      {log.length > 0 && (
        <ol class="list log" aria-label="What the script did">
          {log.toReversed().map((event, index) => (
            <li key={log.length - index} class={event.error === null ? '' : 'field-error'}>
              {eventInWords(event)}
            </li>
          ))}
        </ol>
      )}
    </div>
  )
}
