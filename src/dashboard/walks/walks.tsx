import { Empty } from '../controls/notice.tsx'

export function Walks() {
  return <Empty title="Nothing here yet" />
}
