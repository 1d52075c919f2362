// The seeded rows as a client gets them: every look at this view is one real request to the emulated API, shown beside them.

import { useRef, useState } from 'preact/hooks'
import type { UserRecord } from '../../client/wire.ts'
import { useKey } from '../widgets/keys.ts'
import { Empty, Loading } from '../widgets/notice.tsx'
import { useLoad } from '../widgets/use-load.ts'
import { baseUrl } from '../mock/admin.ts'
import { requests } from '../mock/live.ts'
import { currentUser, users } from '../mock/status.ts'
import { pageAddress } from '../page-address.ts'
import { move } from './address.ts'
import { AssistantChoices } from './assistant-choices.tsx'
import { ConversationDialog, NewConversation } from './conversation-dialog.tsx'
import { send } from './exchange.ts'
import { Filters } from './filters.tsx'
import { ResultCard } from './result-card.tsx'
import { Pagers } from './pagers.tsx'
import type { ListRequest } from '../code/printed.ts'
import { editionOf, type Pair, queryOf, ROUTE, toSearch } from './query.ts'
import { read } from './reading.ts'
import { RequestPanel } from './request-panel.tsx'
import { findStrikes, type Strikes, type StruckFault } from './struck.ts'
import { StruckFaults } from './struck-faults.tsx'
import { Toolbar } from './toolbar.tsx'

export function Conversations() {
  const user = currentUser.value
  if (users.value === undefined) return <Loading what="the users" />
  if (!user)
    return (
      <Empty title="There are no users">Conversations belong to a user; this mock has none.</Empty>
    )
  const { token: id } = pageAddress.value.params
  const token =
    id === undefined
      ? preferred(user)
      : user.tokens.find((candidate) => String(candidate.id) === id)
  if (token) return <Listing key={user.id} user={user} token={token} />
  return <NoToken user={user} id={id} />
}

type Token = UserRecord['tokens'][number]

const preferred = ({ tokens }: UserRecord): Token | undefined =>
  tokens.find(({ edition }) => edition === 'combined') ?? tokens[0]

function NoToken({ user, id }: { readonly user: UserRecord; readonly id: string | undefined }) {
  if (!preferred(user)) {
    return (
      <Empty title="This user has no token">
        <p>
          Without a valid token nobody is shown conversations: its tokens have expired, or the
          dataset gave it none.
        </p>
      </Empty>
    )
  }
  return (
    <Empty title={`Token ${id ?? ''} is no longer there`}>
      <p>It has expired, it belongs to another user, or the mock was started again.</p>
      <button type="button" class="primary" onClick={() => move({ token: undefined })}>
        Use another token of this user
      </button>
    </Empty>
  )
}

function Listing({ user, token }: { readonly user: UserRecord; readonly token: Token }) {
  const { params } = pageAddress.value
  const [isMaking, setMaking] = useState(false)
  const query = queryOf(params)
  const request = {
    url: baseUrl + ROUTE + toSearch(query),
    headers: headersOf(token, params['edition']),
  }
  const { exchange, struck, isOldStrike, isLoading, reload } = useExchange(request, token.id)
  const edition = editionOf(params['edition'], token.edition)
  const reading = exchange && read(exchange)
  const list = reading?.kind === 'list' ? reading.list : undefined
  useKey('r', 'Ask again', reload)
  useKey('n', 'New conversation', () => setMaking(true))

  return (
    <div class="conversations">
      <Toolbar
        user={user}
        token={token}
        isLoading={isLoading}
        onReload={reload}
        onNew={() => setMaking(true)}
      />
      <AssistantChoices user={user.id} />
      <div class="split open">
        <div class="list">
          <Filters
            query={query}
            edition={edition}
            errors={reading?.kind === 'refusal' ? reading.errors : {}}
          />
          <Pagers query={query} edition={edition} list={list} />
          <StruckFaults
            faults={struck}
            isOld={isOldStrike}
            isAnswered={!isLoading && exchange?.status !== null}
            onDisarm={reload}
          />
          <ResultCard
            exchange={exchange}
            reading={reading}
            query={query}
            isLoading={isLoading}
            onNew={() => setMaking(true)}
          />
        </div>
        <RequestPanel request={request} exchange={exchange} isLoading={isLoading} />
      </div>
      {params['row'] !== undefined && (
        <ConversationDialog
          key={params['row']}
          user={user.id}
          uuid={params['row']}
          headers={request.headers}
          onChange={reload}
        />
      )}
      {isMaking && (
        <NewConversation user={user.id} onClose={() => setMaking(false)} onChange={reload} />
      )}
    </div>
  )
}

/** So long an answer may take before somebody wonders why. */
const PATIENCE_MS = 1000

/** One real request, and the faults that struck it: known as soon as its answer takes long. */
function useExchange(request: ListRequest, token: number) {
  const [early, setEarly] = useState<readonly StruckFault[] | undefined>(undefined)
  const newestStrike = useRef(0)

  async function load(signal: AbortSignal) {
    const since = Math.max(newestStrike.current, requests.peek().at(-1)?.id ?? 0)
    const explain = async (): Promise<void> => {
      const { faults } = await findStrikes({ token, since }, signal).catch(() => NO_STRIKES)
      if (!signal.aborted) setEarly(faults)
    }
    setEarly(undefined)
    const timer = setTimeout(() => void explain(), PATIENCE_MS)
    try {
      const exchange = await send(request, signal)
      const { faults, newest } = await findStrikes({ token, since, exchange }, signal).catch(
        () => NO_STRIKES,
      )
      newestStrike.current = Math.max(since, newest)
      return { exchange, struck: faults }
    } finally {
      clearTimeout(timer)
    }
  }

  const { data, isLoading, reload } = useLoad(JSON.stringify(request), load)
  const known = data?.struck ?? []
  return {
    exchange: data?.exchange,
    struck: isLoading ? (early ?? known) : known,
    isOldStrike: isLoading && early === undefined,
    isLoading,
    reload,
  }
}

const NO_STRIKES: Strikes = { faults: [], newest: 0 }

const headersOf = (token: Token, edition: string | undefined): Pair[] => [
  ['Authorization', `Bearer ${token.plain}`],
  ['Accept', 'application/json'],
  ...(edition === undefined ? [] : [['Prefer', `edition=${edition}`] as const]),
]
