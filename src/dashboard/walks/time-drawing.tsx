// Draws a walk over time: a line for each request, with a bar from its start to its answer.

import { useState } from 'preact/hooks'
import type { WalkView } from '../../client/wire.ts'
import { counted, toDuration } from '../widgets/format.ts'
import { hrefOf } from '../page-address.ts'
import { drawingOf, expand, keyOf, type Mark } from './drawing.ts'
import { wordsOfBox } from './box-words.ts'
import { type Stretch, type TimeAxis, timeAxisOf } from './time-axis.ts'

export function TimeDrawing({ walk }: { readonly walk: WalkView }) {
  const [unfolded, setUnfolded] = useState<ReadonlySet<string>>(new Set())
  const axis = timeAxisOf(walk.steps)
  const shown = expand(drawingOf(walk), unfolded)
  return (
    <div class="over-time">
      <p class="ends muted" aria-hidden="true">
        <span>0</span>
        <span>{toDuration(axis.length / 2)}</span>
        <span>{toDuration(axis.length)}</span>
      </p>
      <ol aria-label={`Requests over ${toDuration(axis.length)}`}>
        {shown.map((mark) => {
          const key = keyOf(mark)
          return (
            <Line
              key={key}
              mark={mark}
              axis={axis}
              onOpen={() => setUnfolded(new Set([...unfolded, key]))}
            />
          )
        })}
      </ol>
    </div>
  )
}

type LineProps = {
  readonly mark: Mark
  readonly axis: TimeAxis
  readonly onOpen: () => void
}

function Line({ mark, axis, onOpen }: LineProps) {
  if (mark.type === 'gap') return <li class={`gap ${mark.kind}`}>{mark.text}</li>
  return (
    <li class="line">
      <span class="what">
        {mark.type === 'fold' ? (
          <button type="button" class="small" onClick={onOpen} title="Show each">
            {mark.text}, {counted(mark.requests, 'request')}
          </button>
        ) : (
          <a href={hrefOf('requests', { open: mark.step.request })}>{wordsOfBox(mark)}</a>
        )}
      </span>
      <span class="track">
        <Bar stretch={axis.waitOf(mark)} kind="wait" title={waitInWords(mark)} />
        <Bar stretch={axis.stretchOf(mark)} kind={mark.kind} title={timeInWords(mark)} />
      </span>
      <span class="unseen">
        {timeInWords(mark)}
        {axis.waitOf(mark) && `, ${waitInWords(mark)}`}
      </span>
    </li>
  )
}

type BarProps = {
  readonly stretch: Stretch | undefined
  readonly kind: string
  readonly title: string
}

function Bar({ stretch, kind, title }: BarProps) {
  if (!stretch) return null
  return (
    <span
      class={`bar ${kind}`}
      title={title}
      style={{ left: `min(${stretch.from}%, 100% - 3px)`, width: `${stretch.width}%` }}
    />
  )
}

const timeInWords = (mark: Mark): string =>
  mark.type === 'box'
    ? `after ${toDuration(mark.step.after)}, for ${toDuration(mark.step.took)}`
    : 'several requests'

const waitInWords = (mark: Mark): string =>
  mark.type === 'box' ? `Retry-After: ${mark.step.retry_after} s` : ''
