// The overview: facts about the mock, the sums of a user's conversations, and the current load.

import { useMemo } from 'preact/hooks'
import type { Statistics, UserRecord } from '../../client/wire.ts'
import { Empty, Failure } from '../widgets/notice.tsx'
import { Beginning } from '../begin/beginning.tsx'
import { connection } from '../mock/live.ts'
import { currentUser, users } from '../mock/status.ts'
import { type Changes, hrefOf, userId } from '../page-address.ts'
import { toDates } from './amounts.ts'
import { AboutMock } from './about-mock.tsx'
import { Assistants } from './assistants.tsx'
import { type Span, sum, toSpan } from './buckets.ts'
import { ConversationChart, CostChart, MessageChart } from './charts.tsx'
import { Figures } from './figures.tsx'
import { Latency, RequestRate } from './live-charts.tsx'
import { chosenDays, isTableChosen, SpanChoice } from './span-choice.tsx'
import { useStatistics } from './use-statistics.ts'

export function Overview() {
  return (
    <div class="overview">
      <Beginning key={userId.value} />
      <AboutMock />
      <OfUser key={userId.value} user={userId.value} />
    </div>
  )
}

function OfUser({ user }: { readonly user: number | undefined }) {
  const { data, error, isLoading, reload } = useStatistics(user, chosenDays())
  const span = useMemo(() => data && toSpan(data.statistics.days, data.days), [data])
  const [from, to] = [span?.buckets[0]?.from, span?.buckets.at(-1)?.to]
  const filters = data?.days === undefined ? {} : { date_from: from, date_to: to }
  return (
    <>
      <header>
        <h2>
          <span class="muted">Conversations of</span> <bdi>{toName(currentUser.value)}</bdi>
        </h2>
        <p class="muted scope">
          {toScope(from !== undefined && to !== undefined ? toDates(from, to) : undefined)}
          {data && <Age at={data.at} />}
        </p>
        <SpanChoice />
      </header>
      <Figures sums={span && sum(span.buckets)} isLoading={isLoading} filters={filters} />
      <div class="charts" aria-busy={isLoading}>
        {error !== undefined ? (
          <Failed error={error} onRetry={reload} />
        ) : (
          <Charts statistics={data?.statistics} span={span} filters={filters} />
        )}
        <RequestRate />
        <Latency />
      </div>
    </>
  )
}

const toName = (user: UserRecord | undefined): string =>
  user?.name === '' ? `user ${user.id}` : (user?.name ?? '…')

/** Says which user the charts show: the chosen one, or the first. Adds the dates when known. */
function toScope(dates: string | undefined): string {
  const count = users.value?.length ?? 0
  const whose =
    userId.value === undefined && count > 1
      ? `Charts: the first of ${count} users`
      : 'Charts: this user'
  return dates === undefined ? whose : `${whose} · conversations of ${dates}`
}

/** The time of the last answer, shown while the mock is out of reach and the numbers are old. */
function Age({ at }: { readonly at: number }) {
  if (connection.value !== 'lost') return null
  return <span class="chip warn">old: as of {new Date(at).toLocaleTimeString('en-GB')}</span>
}

type ChartsProps = {
  readonly statistics: Statistics | undefined
  readonly span: Span | undefined
  readonly filters: Changes
}

function Charts({ statistics, span, filters }: ChartsProps) {
  if (!statistics || !span) return <Placeholders />
  if (span.buckets.length === 0) return <NoConversations />
  const props = { span, isTable: isTableChosen() }
  return (
    <>
      <ConversationChart {...props} filters={filters} />
      <CostChart {...props} />
      <MessageChart {...props} />
      <Assistants statistics={statistics} filters={filters} />
    </>
  )
}

/** Empty cards, as high as the charts that replace them, so that the page does not jump. */
function Placeholders() {
  return (
    <>
      <p class="unseen" role="status">
        Loading the sums …
      </p>
      {['by-type', 'cost', 'messages', 'assistants'].map((name) => (
        <div key={name} class={`card chart ${name} placeholder`} aria-hidden="true" />
      ))}
    </>
  )
}

function NoConversations() {
  return (
    <div class="card none">
      <Empty title="This user has no conversations">
        <p>
          Let them come by themselves in <a href={hrefOf('controls')}>Controls</a>, or{' '}
          <a href={hrefOf('conversations')}>make one</a>.
        </p>
      </Empty>
    </div>
  )
}

function Failed({ error, onRetry }: { readonly error: unknown; readonly onRetry: () => void }) {
  return (
    <div class="card none">
      <Failure error={error} onRetry={onRetry} />
    </div>
  )
}
