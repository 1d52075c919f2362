import type { RequestEntry } from '../../client/wire.ts'

type Props = { readonly entry: Pick<RequestEntry, 'method' | 'path' | 'query'> }

export const RequestLine = ({ entry: { method, path, query } }: Props) => (
  <p class="code mono line">
    {method}{' '}
    <bdi>
      {path}
      {query !== '' && `?${query}`}
    </bdi>
  </p>
)
