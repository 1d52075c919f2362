// The charts of conversations, cost and messages over time.

import type { ComponentChildren } from 'preact'
import { counted, toCount, toShortCount } from '../widgets/format.ts'
import type { Changes } from '../page-address.ts'
import { toCost, toFigure, toShare, toShortMoney } from './amounts.ts'
import { BarChart } from './bar-chart.tsx'
import { BucketTable } from './bucket-table.tsx'
import { type Bucket, type Span, sum, type Type, types } from './buckets.ts'
import type { Measure } from './measure.ts'
import { hrefOfRows } from './rows-link.ts'

const conversations: Measure = {
  name: 'by-type',
  title: 'Conversations',
  parts: types.map((type) => ({ name: type, type, valueOf: ({ counts }) => counts[type] })),
  columns: [
    { name: 'all', textOf: (bucket) => toCount(bucket.conversations) },
    ...types.map((type) => ({
      name: type,
      type,
      textOf: ({ counts }: Bucket) => toCount(counts[type]),
    })),
  ],
  toTick: toShortCount,
  isWhole: true,
}

const cost: Measure = {
  name: 'cost',
  title: 'Cost',
  parts: [{ name: 'costs', valueOf: (bucket) => bucket.cost }],
  columns: [
    { name: 'cost', textOf: (bucket) => toCost(bucket.cost) },
    { name: 'running total', textOf: ({ running }) => toCost(running) },
  ],
  toTick: toShortMoney,
  isWhole: false,
  lineOf: ({ running }) => running,
}

const messages: Measure = {
  name: 'messages',
  title: 'Messages',
  parts: [{ name: 'texts', valueOf: (bucket) => bucket.messages }],
  columns: [
    { name: 'messages', textOf: (bucket) => toFigure(bucket.messages) },
    { name: 'per conversation', textOf: (bucket) => toMean(bucket.messages, bucket.conversations) },
  ],
  toTick: toShortCount,
  isWhole: true,
}

type Props = { readonly span: Span; readonly isTable: boolean }

/** `filters`: the filters that find the conversations of the whole span. */
export function ConversationChart({ filters, ...props }: Props & { readonly filters: Changes }) {
  return (
    <Card {...props} measure={conversations}>
      <ul class="legend">
        {types.map((type) => (
          <LegendLink key={type} type={type} span={props.span} filters={filters} />
        ))}
      </ul>
    </Card>
  )
}

export function CostChart(props: Props) {
  const total = sum(props.span.buckets).cost
  return (
    <Card {...props} measure={cost}>
      <p class="legend">
        <span class="key-line">running total (scale at the right), up to {toCost(total)}</span>
      </p>
    </Card>
  )
}

export function MessageChart(props: Props) {
  const total = sum(props.span.buckets)
  return (
    <Card {...props} measure={messages}>
      <p class="legend">{toMean(total.messages, total.conversations)} per conversation</p>
    </Card>
  )
}

function toMean(whole: number, count: number): string {
  if (count === 0) return '–'
  const mean = whole / count
  return toFigure(mean < 100 ? Number(mean.toPrecision(3)) : Math.round(mean))
}

type LegendProps = { readonly type: Type; readonly span: Span; readonly filters: Changes }

function LegendLink({ type, span: { buckets }, filters }: LegendProps) {
  const count = buckets.reduce((total, { counts }) => total + counts[type], 0)
  return (
    <li>
      <a class={`type ${type}`} href={hrefOfRows({ ...filters, type })}>
        {type} <b>{toFigure(count)}</b>{' '}
        <span class="muted">{toShare(count, sum(buckets).conversations)}</span>
      </a>
    </li>
  )
}

/** A legend for the breaks of the axis, which are drawn as two strokes. */
function SkipNote({ span: { unit, buckets } }: Pick<Props, 'span'>) {
  const skipped = buckets.reduce((total, bucket) => total + (bucket.skipped ?? 0), 0)
  return skipped === 0 ? null : (
    <p class="legend">// {counted(skipped, unit)} without conversations left out</p>
  )
}

type CardProps = Props & { readonly measure: Measure; readonly children: ComponentChildren }

function Card({ measure, span, isTable, children }: CardProps) {
  return (
    <figure class={`card chart ${measure.name}`}>
      <figcaption>
        <h3>
          {measure.title} per {span.unit}
        </h3>
        {children}
        <SkipNote span={span} />
      </figcaption>
      {isTable ? (
        <BucketTable span={span} measure={measure} />
      ) : (
        <BarChart span={span} measure={measure} />
      )}
    </figure>
  )
}
