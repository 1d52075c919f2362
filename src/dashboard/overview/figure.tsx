type Props = {
  readonly href: string
  readonly name: string
  readonly value: string
  readonly tone?: string
  readonly hint?: string
}

/** A number with its name, which links to the things that it counts. */
export function Figure({ href, name, value, tone = '', hint }: Props) {
  return (
    <li>
      <a class={`card figure ${tone}`} href={href} title={hint}>
        <span class="value" style={{ '--length': value.length }}>
          {value}
        </span>{' '}
        <span class="name">{name}</span>
      </a>
    </li>
  )
}
