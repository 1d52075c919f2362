// The links of an answer, and the filters that a client loses when it follows them unchanged.

import { follow, followed, move } from './address.ts'
import { Pager, Step } from './pager-step.tsx'
import { type Query, queryOfUrl, toSearch, toWords } from './query.ts'
import type { List } from './reading.ts'

type LinksProps = { readonly list: List | undefined }

export function Links({ list }: LinksProps) {
  return (
    <Pager title="Links" words="followed as they are">
      <FollowButton name="prev_page_url" url={list?.prevUrl} />
      <FollowButton name="next_page_url" url={list?.nextUrl} />
    </Pager>
  )
}

function FollowButton({
  name,
  url,
}: {
  readonly name: 'next_page_url' | 'prev_page_url'
  readonly url: string | undefined
}) {
  const target = url === undefined ? null : queryOfUrl(url)
  const title = url === undefined ? `The answer has no ${name}` : `Follow ${url}`
  return (
    <Step
      text={name}
      label={`Follow ${name}`}
      title={title}
      isOff={target === null}
      act={() => target && follow(name, target)}
    />
  )
}

export function Lost({ query }: { readonly query: Query }) {
  const step = followed.value
  if (step?.search !== toSearch(query)) return null
  const { name, lost } = step
  if (lost.length === 0) {
    return (
      <p class="lost" role="status">
        All filters of the request were in {name} too: nothing got lost.
      </p>
    )
  }
  const [they, them] = lost.length === 1 ? ['it is', 'it'] : ['they are', 'them']
  return (
    <p class="lost warn" role="status">
      <strong>
        <bdi>{toWords(lost)}</bdi>
      </strong>{' '}
      {lost.length === 1 ? 'was' : 'were'} in the request, but not in {name}: so {they} gone, and
      these are other rows. Clients must add {them} to every link that they follow.{' '}
      <button type="button" class="small" onClick={() => move({ query: [...lost, ...query] })}>
        Add {them} again
      </button>
    </p>
  )
}
