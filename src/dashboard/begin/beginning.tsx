// The help for a new user: how to connect a client, and sample clients to watch. An unused mock
// shows it at once; later a button opens it.

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

/**
 * The help is open at first if no client has sent a request. It stays open until somebody closes
 * it.
 */
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
