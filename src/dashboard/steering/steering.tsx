import { Empty } from '../controls/notice.tsx'

export function Steering() {
  return <Empty title="Nothing here yet" />
}
