import { Empty } from '../controls/notice.tsx'

export function Requests() {
  return <Empty title="Nothing here yet" />
}
