// The first thing to see on a mock that nobody has used: how to connect a client, and clients to watch. One click away later.

import { useEffect, useState } from 'preact/hooks'
import { isThere, requests } from '../mock/live.ts'
import { change, pageAddress } from '../page-address.ts'
import { Connect } from './connect.tsx'
import { SampleClientsCard } from './sample-clients.tsx'

export function Beginning() {
  const [isOpen, toggle] = useBeginning()
  return (
    <>
      <p class="row begin">
        <button type="button" aria-expanded={isOpen} onClick={toggle}>
          {isOpen ? 'Hide how to begin' : 'Connect a client'}
        </button>
      </p>
      {isOpen && (
        <div class="beginning">
          <Connect />
          <SampleClientsCard />
        </div>
      )}
    </>
  )
}

/** Open by itself where no client has asked yet. It stays open until somebody closes it. */
function useBeginning(): [isOpen: boolean, toggle: () => void] {
  const { begin } = pageAddress.value.params
  const [isFirst, setFirst] = useState(isUnused)
  const isLive = isThere.value
  useEffect(() => {
    if (isLive) setFirst((before) => before || isUnused())
  }, [isLive])
  const isOpen = begin === undefined ? isFirst : begin === 'open'
  return [isOpen, () => change({ begin: isOpen ? 'closed' : 'open' }, { isStep: false })]
}

const isUnused = (): boolean =>
  isThere.peek() && requests.peek().every(({ dashboard }) => dashboard)
