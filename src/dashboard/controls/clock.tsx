import { useEffect, useRef, useState } from 'preact/hooks'
import { toDateTime, toLocalClock } from '../widgets/format.ts'
import { say } from '../widgets/toast.tsx'
import { ask } from '../mock/admin.ts'
import { userId } from '../page-address.ts'
import { Arrived } from './arrived.tsx'
import { Errors } from './field-set.tsx'
import { useForm } from './form.ts'
import { useFresh } from './fresh.ts'
import { chosenName } from './scope.ts'
import { StateCard } from './state-card.tsx'

type Clock = { readonly now: string; readonly is_frozen: boolean; readonly is_own: boolean }

const steps = [
  { text: '+1 min', seconds: 60 },
  { text: '+1 h', seconds: 3600 },
  { text: '+1 day', seconds: 86_400 },
] as const

/** The card that shows and sets the clock of the server, or of the chosen user. */
export function ClockCard() {
  const loaded = useFresh<Clock>('/clock')
  const { errors, isBusy, submit } = useForm()
  const user = userId.value

  async function set(body: unknown): Promise<void> {
    const clock = await submit(() =>
      ask<Clock>(body === undefined ? 'DELETE' : 'PUT', '/clock', { query: { user }, body }),
    )
    if (clock)
      say(
        `The clock shows ${toDateTime(clock.now)} UTC and ${clock.is_frozen ? 'stands still' : 'runs'}.`,
      )
    loaded.reload()
  }

  return (
    <StateCard title="Clock" whose={`Of ${chosenName.value ?? 'the server'}`}>
      <Arrived loaded={loaded} what="the clock">
        {(clock) => (
          <>
            <Face clock={clock} isOfUser={user !== undefined} />
            <div class="row">
              <button
                type="button"
                aria-disabled={isBusy}
                onClick={() => void set({ is_frozen: !clock.is_frozen })}
              >
                {clock.is_frozen ? 'Let it run' : 'Freeze'}
              </button>
              {steps.map(({ text, seconds }) => (
                <button
                  key={text}
                  type="button"
                  aria-disabled={isBusy}
                  onClick={() => void set({ advance: seconds })}
                >
                  {text}
                </button>
              ))}
              <button
                type="button"
                disabled={!clock.is_own}
                aria-disabled={isBusy}
                onClick={() => void set(undefined)}
              >
                {user === undefined ? 'Back to real time' : 'Follow the server'}
              </button>
            </div>
            <SetForm isBusy={isBusy} onSet={(now) => void set({ now })} />
            <Errors errors={errors} />
          </>
        )}
      </Arrived>
    </StateCard>
  )
}

function Face({ clock, isOfUser }: { readonly clock: Clock; readonly isOfUser: boolean }) {
  const shown = useTicking(clock)
  const origin = isOfUser
    ? clock.is_own
      ? 'own clock'
      : 'the clock of the server'
    : clock.is_own
      ? 'set by hand'
      : 'real time'
  return (
    <p class="row face">
      <time class="mono" dateTime={shown}>
        {toDateTime(shown)} UTC
      </time>
      <span class="muted">{toLocalClock(shown).replace(', ', '')}</span>
      <span class={clock.is_frozen ? 'chip info' : 'chip good'}>
        {clock.is_frozen ? 'frozen' : 'running'}
      </span>
      <span class="chip">{origin}</span>
    </p>
  )
}

const LAST = Date.UTC(9999, 11, 31, 23, 59, 59, 999)

/**
 * The current time in the mock as ISO text: the time that the mock sent, plus the time since then.
 */
function useTicking(clock: Clock): string {
  const received = useRef({ clock, at: performance.now() })
  if (received.current.clock !== clock) received.current = { clock, at: performance.now() }
  const [, setRound] = useState(0)
  useEffect(() => {
    const timer = setInterval(() => setRound((round) => round + 1), 250)
    return () => clearInterval(timer)
  }, [])
  const passed = clock.is_frozen ? 0 : performance.now() - received.current.at
  return new Date(Math.min(Date.parse(clock.now) + passed, LAST)).toISOString()
}

function SetForm({
  isBusy,
  onSet,
}: {
  readonly isBusy: boolean
  readonly onSet: (now: string) => void
}) {
  const [text, setText] = useState('')

  function submit(event: Event): void {
    event.preventDefault()
    // Browsers omit the seconds of a datetime-local value when they are 0.
    onSet(`${text.length === 16 ? `${text}:00` : text}Z`)
  }

  return (
    <form class="row bottom" onSubmit={submit}>
      <label class="field">
        <span>Set to (UTC)</span>
        <input
          type="datetime-local"
          step="1"
          min="1970-01-01T00:00:00"
          max="9999-12-31T23:59:59"
          value={text}
          onInput={(event) => setText(event.currentTarget.value)}
        />
      </label>
      <button type="submit" disabled={text === ''} aria-disabled={isBusy}>
        Set
      </button>
    </form>
  )
}
