import { useState } from 'preact/hooks'
import type { TrafficState } from '../../client/wire.ts'
import { counted, toCount } from '../widgets/format.ts'
import { Failure, Loading } from '../widgets/notice.tsx'
import { attempt, say } from '../widgets/toast.tsx'
import { ask } from '../mock/admin.ts'
import { status } from '../mock/status.ts'
import { userId } from '../page-address.ts'
import { Errors, FieldSet } from './field-set.tsx'
import { type Field, otherErrors, toJson, type Values } from './fields.ts'
import { useForm } from './form.ts'
import { useOwned } from './fresh.ts'
import { ownerInWords } from './scope.ts'
import { StateCard } from './state-card.tsx'

const fields: readonly Field[] = [
  { path: 'per_second', label: 'Rows a second', kind: 'number', initial: '2' },
  { path: 'limit', label: 'Rows at most', kind: 'number', initial: '100' },
]

/** The card for traffic, which adds new conversations at a steady rate. */
export function TrafficCard() {
  const { data, error, isLoading, reload } = useOwned<TrafficState>(
    '/traffic',
    status.value?.traffic,
  )
  const [values, setValues] = useState<Values>({})
  const { errors, isBusy, submit } = useForm()
  const query = { user: userId.value }
  const isRunning = data?.is_running ?? false

  async function start(event: Event): Promise<void> {
    event.preventDefault()
    const started = await submit(() =>
      ask<TrafficState>('PUT', '/traffic', { query, body: toJson(fields, values) }),
    )
    if (started)
      say(
        `${counted(started.limit, 'new row')} will come, ${toCount(started.per_second)} a second.`,
      )
    reload()
  }

  async function stop(): Promise<void> {
    await attempt(
      () => ask('DELETE', '/traffic', { query }),
      'No more rows come; those that came stay.',
    )
    reload()
  }

  return (
    <StateCard title="Traffic" whose={ownerInWords.value}>
      <p class="muted">New conversations keep coming, as in a busy shop.</p>
      {data && <Progress traffic={data} />}
      {error !== undefined && <Failure error={error} onRetry={reload} />}
      {isLoading && !data && error === undefined && <Loading what="traffic" />}
      <form onSubmit={(event) => void start(event)}>
        <FieldSet fields={fields} values={values} errors={errors} onChange={setValues} />
        <Errors errors={otherErrors(fields, errors)} />
        <div class="row">
          <button type="submit" class="primary" aria-disabled={isBusy}>
            {isRunning ? 'Start again' : 'Start'}
          </button>
          <button type="button" disabled={!isRunning} onClick={() => void stop()}>
            Stop
          </button>
        </div>
      </form>
    </StateCard>
  )
}

function Progress({ traffic }: { readonly traffic: TrafficState }) {
  const { inserted, limit, per_second: perSecond, is_running: isRunning, error } = traffic
  return (
    <div class="progress">
      <p class="row">
        <span class={isRunning ? 'chip good' : 'chip'}>{isRunning ? 'running' : 'over'}</span>
        <span>
          <b class="inserted">{toCount(inserted)}</b> of {counted(limit, 'row')} so far,{' '}
          {toCount(perSecond)} a second
        </span>
      </p>
      <progress max={limit} value={inserted} aria-label="Rows inserted" />
      {error !== null && <Errors errors={[{ path: '', message: error }]} />}
    </div>
  )
}
