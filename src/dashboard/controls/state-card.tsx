import type { ComponentChildren } from 'preact'

type Props = {
  readonly title: string
  readonly whose: string
  readonly children: ComponentChildren
}

/** A card for one part of the state, such as the clock or the snapshots. */
export function StateCard({ title, whose, children }: Props) {
  return (
    <section class="card" aria-label={title}>
      <header>
        <h2>{title}</h2>
        <span class="muted">
          <bdi>{whose}</bdi>
        </span>
      </header>
      {children}
    </section>
  )
}
