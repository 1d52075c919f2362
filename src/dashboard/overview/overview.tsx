import { Empty } from '../controls/notice.tsx'

export function Overview() {
  return <Empty title="Nothing here yet" />
}
