// The drawing of a walk. The Tab key stops at it once, and the arrow keys go from mark to mark.

import { useLayoutEffect, useRef, useState } from 'preact/hooks'
import { counted } from '../widgets/format.ts'
import { hrefOf, pageAddress } from '../page-address.ts'
import { signs } from './box-words.ts'
import { type Box, expand, type Fold, type Gap, keyOf, type Mark } from './drawing.ts'

type Props = { readonly marks: readonly Mark[] }

export function WalkDrawing({ marks }: Props) {
  const [unfolded, setUnfolded] = useState<ReadonlySet<string>>(new Set())
  const shown = expand(marks, unfolded)
  const { list, stopAt, focusCurrent } = useStops(shown.filter(({ type }) => type !== 'gap'))

  // The pressed fold has left the page, so another mark must take the focus.
  useLayoutEffect(() => {
    if (unfolded.size > 0) focusCurrent()
  }, [unfolded])

  return (
    <div class="drawing">
      <ol ref={list} aria-label="Requests in their order">
        {shown.map((mark) => {
          const key = keyOf(mark)
          if (mark.type === 'gap') return <GapMark key={key} gap={mark} />
          if (mark.type === 'box') return <BoxMark key={key} box={mark} stop={stopAt(mark)} />
          return (
            <FoldMark
              key={key}
              fold={mark}
              stop={stopAt(mark)}
              onOpen={() => setUnfolded(new Set([...unfolded, key]))}
            />
          )
        })}
      </ol>
      {unfolded.size > 0 && (
        <button type="button" class="small" onClick={() => setUnfolded(new Set())}>
          Fold again
        </button>
      )}
    </div>
  )
}

/** The properties of a mark that can have the focus. Only one mark is a Tab stop. */
type Stop = {
  readonly tabIndex: number
  readonly onFocus: () => void
  readonly onKeyDown: (event: KeyboardEvent) => void
}

function useStops(stops: readonly Mark[]) {
  const list = useRef<HTMLOListElement>(null)
  const [chosen, setChosen] = useState(0)
  const current = Math.min(chosen, stops.length - 1)
  return { list, stopAt, focusCurrent: () => focus(current) }

  function focus(index: number): boolean {
    const target = list.current?.querySelectorAll<HTMLElement>('a, button')[index]
    target?.focus()
    return target !== undefined
  }

  function stopAt(mark: Mark): Stop {
    const index = stops.indexOf(mark)
    return {
      tabIndex: index === current ? 0 : -1,
      onFocus: () => setChosen(index),
      onKeyDown: (event) => {
        const next = {
          ArrowLeft: index - 1,
          ArrowRight: index + 1,
          Home: 0,
          End: stops.length - 1,
        }[event.key]
        if (next !== undefined && focus(next)) event.preventDefault()
      },
    }
  }
}

const GapMark = ({ gap: { kind, text } }: { readonly gap: Gap }) => (
  <li class={`gap ${kind}`}>{text}</li>
)

const arrows: Readonly<Record<Box['direction'], string>> = { on: '→', back: '←', again: '·' }

function BoxMark({ box, stop }: { readonly box: Box; readonly stop: Stop }) {
  const { kind, step, label, direction, fill } = box
  const [sign, word] = signs[kind]
  const rows = step.rows === null ? 'no list' : counted(step.rows, 'row')
  const status = step.status ?? 'cut off'
  const said = kind === 'failed' ? status : word || rows
  const answer = `answered ${status}, ${rows}`
  return (
    <li class="stop">
      <span class="arrow" aria-hidden="true">
        {arrows[direction]}
      </span>
      <a
        class={`box ${kind}`}
        href={hrefOf('requests', { open: step.request })}
        aria-current={
          String(step.request) === pageAddress.value.params['request'] ? 'true' : undefined
        }
        title={`#${step.request}, ${answer}${step.cursor === null ? '' : `\ncursor ${step.cursor}`}`}
        {...stop}
      >
        <span class="level" style={{ height: `${fill * 100}%` }} />
        <span class="unseen">
          Request #{step.request}, {step.page === null ? 'place' : 'page'}{' '}
        </span>
        <b>
          {sign} {label}
        </b>{' '}
        <span>{said}</span>
        <span class="unseen">, {answer}</span>
      </a>
    </li>
  )
}

type FoldProps = { readonly fold: Fold; readonly stop: Stop; readonly onOpen: () => void }

function FoldMark({ fold: { kind, text, requests }, stop, onOpen }: FoldProps) {
  const word = kind === 'mixed' || kind === 'page' ? '' : `, ${signs[kind][1]}`
  return (
    <li class="stop">
      <span class="arrow" aria-hidden="true">
        →
      </span>
      <button type="button" class={`box fold ${kind}`} onClick={onOpen} {...stop} title="Show each">
        <b>
          {text}
          {word}
        </b>
        <span>{counted(requests, 'request')}</span>
      </button>
    </li>
  )
}
