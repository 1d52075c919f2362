import { Empty } from '../controls/notice.tsx'

export function Conversations() {
  return <Empty title="Nothing here yet" />
}
