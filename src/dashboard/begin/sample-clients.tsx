// Sample clients to watch: a correct one, and others that each make one mistake.

import { useState } from 'preact/hooks'
import type { NewSampleClient, SampleClients, SampleRun } from '../../client/wire.ts'
import { counted } from '../widgets/format.ts'
import { Failure, Loading } from '../widgets/notice.tsx'
import { attempt } from '../widgets/toast.tsx'
import { useFresh } from '../controls/fresh.ts'
import { ask } from '../mock/admin.ts'
import { currentUser } from '../mock/status.ts'
import { hrefOf, userId } from '../page-address.ts'
import { startDemo } from './demo.ts'
import { runSample, walkIdOf } from './run-sample.ts'

type Sample = SampleClients['samples'][number]
type Paginator = Sample['paginators'][number]

const speeds = [1, 2, 5, 20] as const
const SHOWN_RUNS = 4

export function SampleClientsCard() {
  const { data, error, reload } = useFresh<SampleClients>('/sample-clients')
  const [paginator, setPaginator] = useState<Paginator>('page')
  const [speed, setSpeed] = useState(2)
  const whose = currentUser.value?.id
  const runs = (data?.runs ?? []).filter(({ user }) => user === (userId.value ?? whose))

  async function run({ name, paginators }: Sample): Promise<void> {
    const way = paginators.includes(paginator) ? paginator : paginators[0]
    const client: NewSampleClient = { name, per_second: speed, ...(way && { paginator: way }) }
    await attempt(() => runSample(client))
    reload()
  }

  return (
    <section class="card samples" aria-label="Run a sample client">
      <header>
        <h2>Run a sample client</h2>
        <button type="button" class="primary" onClick={startDemo}>
          Five-minute demo
        </button>
      </header>
      <p class="muted">
        The mock runs it, as a real client of yours would. Its way through the list is drawn in{' '}
        <a href={hrefOf('walks')}>Walks</a>.
      </p>
      <div class="row">
        <label class="row">
          It pages
          <select
            value={paginator}
            onChange={({ currentTarget: { value } }) =>
              setPaginator(value === 'cursor' ? 'cursor' : 'page')
            }
          >
            <option value="page">by number</option>
            <option value="cursor">by cursor</option>
          </select>
        </label>
        <label class="row">
          Requests a second
          <select value={speed} onChange={(event) => setSpeed(Number(event.currentTarget.value))}>
            {speeds.map((one) => (
              <option key={one} value={one}>
                {one}
              </option>
            ))}
          </select>
        </label>
      </div>
      {error !== undefined && <Failure error={error} onRetry={reload} />}
      {data === undefined && error === undefined && <Loading what="the sample clients" />}
      {data && (
        <ul class="sample-list" aria-label="Sample clients">
          {data.samples.map((sample) => (
            <SampleItem key={sample.name} sample={sample} onRun={() => void run(sample)} />
          ))}
        </ul>
      )}
      {data && runs.length > 0 && (
        <Runs runs={runs.slice(0, SHOWN_RUNS)} samples={data.samples} onChange={reload} />
      )}
    </section>
  )
}

function SampleItem({
  sample: { title, description, rule, paginators },
  onRun,
}: {
  readonly sample: Sample
  readonly onRun: () => void
}) {
  return (
    <li>
      <span>
        <strong>{title}</strong>{' '}
        {rule === null ? (
          <span class="chip good">right</span>
        ) : (
          <span class="chip warn">wrong</span>
        )}
        <br />
        <span class="muted">
          {description}
          {paginators.length === 1 &&
            ` Pages by ${paginators[0] === 'page' ? 'number' : 'cursor'}.`}
        </span>
      </span>
      <button type="button" class="small" aria-label={`Run “${title}”`} onClick={onRun}>
        Run
      </button>
    </li>
  )
}

const tones = { running: 'info', finished: 'good', stopped: '', failed: 'bad' } as const

type RunsProps = {
  readonly runs: readonly SampleRun[]
  readonly samples: readonly Sample[]
  readonly onChange: () => void
}

function Runs({ runs, samples, onChange }: RunsProps) {
  const titleOf = (name: SampleRun['name']): string =>
    samples.find((sample) => sample.name === name)?.title ?? name

  async function stop(): Promise<void> {
    await attempt(() =>
      ask('DELETE', '/sample-clients', { query: { user: currentUser.value?.id } }),
    )
    onChange()
  }

  return (
    <>
      <h3 class="row">
        Runs
        {runs.some(({ state }) => state === 'running') && (
          <button type="button" class="small" onClick={() => void stop()}>
            Stop
          </button>
        )}
      </h3>
      <ul class="sample-list" aria-label="Runs of sample clients">
        {runs.map((run) => (
          <li key={run.id}>
            <span>
              <span class={`chip ${tones[run.state]}`}>{run.state}</span> {titleOf(run.name)} ·{' '}
              {counted(run.requests, 'request')}
              {run.message !== null && <span class="muted"> {run.message}</span>}
            </span>
            <WalkLink run={run} />
          </li>
        ))}
      </ul>
    </>
  )
}

function WalkLink({ run }: { readonly run: SampleRun }) {
  const walk = walkIdOf(run)
  if (walk === undefined) return null
  return <a href={hrefOf('walks', { walk })}>Its walk</a>
}
