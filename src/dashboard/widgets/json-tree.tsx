// A tree of JSON whose parts can be folded. The Tab key stops at one fold. The arrow keys go from
// fold to fold, and open and close them. The page does not contain folded parts.

import { useMemo, useRef, useState } from 'preact/hooks'
import { counted, toCount } from './format.ts'
import { type JsonEntry, type JsonNode, type JsonParent, parseNodes } from './json-nodes.ts'
import { moveByKey, stopAt } from './json-keys.ts'
import type { Token } from './json-tokens.ts'
import { JsonStart, Glance, Leaf } from './json-leaf.tsx'

/** From this number of parts on, only OPEN_DEPTH levels are open at first, so rows are folded. */
const MOST_OPEN = 150
const OPEN_DEPTH = 2
/** The highest number of levels that open at once. Hostile bodies nest thousands of levels. */
const DEEPEST = 60
/** The number of parts of an array or an object that are shown at first, and per "more" click. */
const STEP = 100

type Folds = {
  readonly isOpen: (parent: JsonParent) => boolean
  readonly toggle: (parent: JsonParent, isOpen: boolean) => void
  readonly move: (event: KeyboardEvent) => void
  readonly stop: (event: FocusEvent) => void
}

export function JsonTree({ text }: { readonly text: string }) {
  const root = useMemo(() => parseNodes(text), [text])
  if (root?.type !== 'parent') return <JsonStart text={text} />
  return <Tree root={root} />
}

function Tree({ root }: { readonly root: JsonParent }) {
  const isLong = useMemo(() => countParts(root, MOST_OPEN) >= MOST_OPEN, [root])
  const [depth, setDepth] = useState(isLong ? OPEN_DEPTH : DEEPEST)
  /** The folds that the user opened (true) or closed (false), by the id of the part. */
  const [chosen, setChosen] = useState<ReadonlyMap<number, boolean>>(new Map())
  const tree = useRef<HTMLDivElement>(null)
  const folds: Folds = {
    isOpen: (parent) => chosen.get(parent.id) ?? parent.depth < depth,
    toggle: (parent, isOpen) => setChosen(new Map([...chosen, [parent.id, isOpen]])),
    move: (event) => moveByKey(event, tree.current),
    stop: ({ target }) => stopAt(tree.current, target),
  }

  function setAll(next: number): void {
    setDepth(next)
    setChosen(new Map())
  }

  return (
    <>
      <p class="row">
        <button type="button" class="small" onClick={() => setAll(1)}>
          Fold all
        </button>
        <button type="button" class="small" onClick={() => setAll(DEEPEST)}>
          Unfold all
        </button>
      </p>
      <div
        ref={tree}
        class="code json json-tree"
        role="group"
        aria-label="JSON: the arrow keys go through it and fold it"
      >
        <Node node={root} folds={folds} name={undefined} />
      </div>
    </>
  )
}

function countParts(root: JsonParent, most: number): number {
  const waiting: JsonParent[] = [root]
  let count = 0
  for (let next = waiting.pop(); next && count < most; next = waiting.pop()) {
    count += next.entries.length
    for (const { node } of next.entries) if (node.type === 'parent') waiting.push(node)
  }
  return count
}

type NodeProps = {
  readonly node: JsonNode
  readonly name: Token | undefined
  readonly folds: Folds
}

function Node({ node, name, folds }: NodeProps) {
  const label = name && (
    <>
      <span class="key">{name.text}</span>
      {': '}
    </>
  )
  if (node.type === 'leaf')
    return (
      <>
        {label}
        <Leaf token={node.token} />
      </>
    )
  const close = node.open === '{' ? '}' : ']'
  if (node.entries.length === 0) return <>{[label, node.open, close]}</>
  const isOpen = folds.isOpen(node)
  const amount = counted(node.entries.length, node.open === '{' ? 'field' : 'item')
  return (
    <>
      {label}
      <button
        type="button"
        class="fold"
        tabIndex={node.depth === 0 ? 0 : -1}
        aria-expanded={isOpen}
        aria-label={`${name?.text ?? (node.open === '{' ? 'object' : 'array')}, ${amount}`}
        onClick={() => folds.toggle(node, !isOpen)}
        onKeyDown={folds.move}
        onFocus={folds.stop}
      >
        {node.open}
      </button>
      {isOpen ? (
        <Entries entries={node.entries} folds={folds} />
      ) : (
        <>
          <Glance entries={node.entries} />
          <span class="muted"> {amount} </span>
        </>
      )}
      {close}
    </>
  )
}

function Entries({
  entries,
  folds,
}: {
  readonly entries: readonly JsonEntry[]
  readonly folds: Folds
}) {
  const [most, setMost] = useState(STEP)
  const further = entries.length - most
  return (
    <ul>
      {entries.slice(0, most).map(({ name, node }, index) => (
        <li key={index}>
          <Node node={node} name={name} folds={folds} />
          {index < entries.length - 1 && ','}
        </li>
      ))}
      {further > 0 && (
        <li>
          <button type="button" class="small" onClick={() => setMost(most + STEP)}>
            {toCount(Math.min(further, STEP))} more of {toCount(further)}
          </button>
        </li>
      )}
    </ul>
  )
}
