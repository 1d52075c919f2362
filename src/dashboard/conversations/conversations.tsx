// The rows as a client gets them. The view sends one real request to the emulated API, and shows
// the request beside the rows.

import { useState } from 'preact/hooks'
import type { UserRecord } from '../../client/wire.ts'
import { useKey } from '../widgets/keys.ts'
import { Empty, Loading } from '../widgets/notice.tsx'
import { useRemembered } from '../widgets/remembered.ts'
import { baseUrl } from '../mock/admin.ts'
import { currentUser, users } from '../mock/status.ts'
import { pageAddress } from '../page-address.ts'
import { ActiveFilters } from './active-filters.tsx'
import { move } from './address.ts'
import { isAtStart, useArrivals } from './arrivals.ts'
import { AssistantChoices, useAssistants } from './assistant-choices.tsx'
import { ConversationDialog, NewConversation } from './conversation-dialog.tsx'
import { Filters } from './filters.tsx'
import { NewRows } from './new-rows.tsx'
import { ResultCard } from './result-card.tsx'
import { Pagers } from './pagers.tsx'
import {
  atPosition,
  editionOf,
  type Pair,
  type Query,
  queryOf,
  ROUTE,
  toSearch,
  valueOf,
  withoutPosition,
} from './query.ts'
import { read } from './reading.ts'
import { RequestPanel } from './request-panel.tsx'
import { StruckFaults } from './struck-faults.tsx'
import { Toolbar } from './toolbar.tsx'
import { useExchange } from './use-exchange.ts'

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
  const edition = editionOf(params['edition'], token.edition)
  const selection = { user: user.id, query, edition }
  const { exchange, struck, isOldStrike, isLoading, reload, fresh, known } = useExchange(
    request,
    selection,
    token.id,
  )
  const arrived = useArrivals(selection, known)
  const assistants = useAssistants(user.id)
  const [isPanelOpen, foldPanel] = usePanel()
  const reading = exchange && read(exchange)
  const list = reading?.kind === 'list' ? reading.list : undefined
  useKey('r', 'Ask again', reload)
  useKey('n', 'New conversation', () => setMaking(true))

  return (
    <div class="conversations">
      <Toolbar
        user={user}
        token={token}
        edition={edition}
        isLoading={isLoading}
        onReload={reload}
        onNew={() => setMaking(true)}
      />
      <AssistantChoices assistants={assistants} />
      <div class={`split ${isPanelOpen ? 'open' : ''}`}>
        <div class="list">
          <Filters
            query={query}
            edition={edition}
            errors={reading?.kind === 'refusal' ? reading.errors : {}}
          />
          <ActiveFilters query={query} edition={edition} />
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
            context={{ query, edition, assistants }}
            fresh={fresh}
            isLoading={isLoading}
            onNew={() => setMaking(true)}
          >
            <NewRows
              arrived={arrived}
              isLoading={isLoading}
              canFollow={isAtStart(query) && params['row'] === undefined && !isMaking}
              onShow={() => (isAtStart(query) ? reload() : move({ query: atStart(query) }))}
            />
          </ResultCard>
        </div>
        <RequestPanel
          request={request}
          exchange={exchange}
          isLoading={isLoading}
          isOpen={isPanelOpen}
          onFold={foldPanel}
        />
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

const headersOf = (token: Token, edition: string | undefined): Pair[] => [
  ['Authorization', `Bearer ${token.plain}`],
  ['Accept', 'application/json'],
  ...(edition === undefined ? [] : [['Prefer', `edition=${edition}`] as const]),
]

/** The query for the start of the list, with the same way of paging. */
const atStart = (query: Query): Query =>
  valueOf(query, 'cursor') === undefined ? withoutPosition(query) : atPosition(query, 'cursor', '')

/**
 * The state of the request panel. In wide windows the browser remembers whether it is open. In
 * narrow windows it starts folded, as a line at the bottom.
 */
function usePanel(): [isOpen: boolean, fold: (isOpen: boolean) => void] {
  const [hasRoom] = useState(() => matchMedia('(min-width: 1100px)').matches)
  const [beside, setBeside] = useRemembered('request-panel', ['open', 'folded'], 'open')
  const [isOpen, setOpen] = useState(false)
  return hasRoom
    ? [beside === 'open', (next) => setBeside(next ? 'open' : 'folded')]
    : [isOpen, setOpen]
}
