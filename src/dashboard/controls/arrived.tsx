import type { ComponentChildren } from 'preact'
import { Failure, Loading } from '../widgets/notice.tsx'
import type { Loaded } from '../widgets/use-load.ts'

type Props<T> = {
  readonly loaded: Pick<Loaded<T>, 'data' | 'error' | 'reload'>
  readonly what: string
  readonly children: (data: T) => ComponentChildren
}

/** Shows the loaded data. Until the data arrives, it shows a loading message or the error. */
export function Arrived<T>({ loaded: { data, error, reload }, what, children }: Props<T>) {
  if (data !== undefined) return <>{children(data)}</>
  return error === undefined ? <Loading what={what} /> : <Failure error={error} onRetry={reload} />
}
