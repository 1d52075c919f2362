// The frame around the views, and the table of contents of this page.

import type { ComponentType } from 'preact'
import { useEffect, useRef, useState } from 'preact/hooks'
import { Confirmation } from './widgets/dialog.tsx'
import { useKey } from './widgets/keys.ts'
import { Toasts } from './widgets/toast.tsx'
import { Conversations } from './conversations/conversations.tsx'
import { ConnectionBanner, ConnectionState } from './frame/connection-state.tsx'
import { Mark } from './frame/mark.tsx'
import { Shelter } from './frame/shelter.tsx'
import { ShortcutHelp } from './frame/shortcut-help.tsx'
import { TokenForm } from './frame/token-form.tsx'
import { UserGone, UserSwitch } from './frame/user-switch.tsx'
import { adminToken, isWaitingForToken } from './mock/session.ts'
import { currentUser, findings } from './mock/status.ts'
import { Overview } from './overview/overview.tsx'
import { go, hrefOf, pageAddress, userId, type View, views } from './page-address.ts'
import { Requests } from './requests/requests.tsx'
import { Controls } from './controls/controls.tsx'
import { Walks } from './walks/walks.tsx'

const contents: Readonly<Record<View, { title: string; Show: ComponentType }>> = {
  overview: { title: 'Overview', Show: Overview },
  conversations: { title: 'Conversations', Show: Conversations },
  requests: { title: 'Requests', Show: Requests },
  walks: { title: 'Walks', Show: Walks },
  controls: { title: 'Controls', Show: Controls },
}

export function App() {
  const { view } = pageAddress.value
  const { title, Show } = contents[view]
  const isLetIn = adminToken.value !== undefined
  useEffect(() => {
    document.title = isLetIn ? `${title} · conversations-mock` : 'conversations-mock'
  }, [title, isLetIn])
  return (
    <>
      <header class="frame">
        <a class="brand" href={hrefOf('overview')}>
          <Mark /> <span>conversations-mock</span>
        </a>
        {isLetIn && <Navigation />}
        {isLetIn && <Side />}
        {isLetIn && <ConnectionBanner />}
      </header>
      <main>
        <h1 class="unseen">{title}</h1>
        {isLetIn && <PrintedScope />}
        {isLetIn ? (
          <Shelter key={view}>
            <UserGone otherwise={<Show />} />
          </Shelter>
        ) : (
          !isWaitingForToken.value && <TokenForm />
        )}
      </main>
      <Confirmation />
      <Toasts />
    </>
  )
}

/** The choice of a user is not on paper. */
function PrintedScope() {
  const user = userId.value === undefined ? undefined : currentUser.value
  return <p class="print-only">{user === undefined ? 'All users' : <bdi>{user.name}</bdi>}</p>
}

function Navigation() {
  const { view } = pageAddress.value
  return (
    <nav aria-label="Views">
      {views.map((name, index) => (
        <NavigationLink
          key={name}
          name={name}
          title={contents[name].title}
          digit={String(index + 1)}
          isCurrent={name === view}
        />
      ))}
    </nav>
  )
}

type LinkProps = {
  readonly name: View
  readonly title: string
  readonly digit: string
  readonly isCurrent: boolean
}

function NavigationLink({ name, title, digit, isCurrent }: LinkProps) {
  useKey(digit, title, () => go(name))
  const link = useRef<HTMLAnchorElement>(null)
  const findingCount = findings.value.length
  useEffect(() => {
    if (isCurrent) link.current?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
  }, [isCurrent, findingCount])
  const count = name === 'walks' ? findingCount : 0
  return (
    <a ref={link} href={hrefOf(name)} aria-current={isCurrent ? 'page' : undefined}>
      {title}
      {count > 0 && (
        <span class={`badge ${findings.value[0]?.severity ?? ''}`}>
          {count}
          <span class="unseen"> {count === 1 ? 'finding' : 'findings'}</span>
        </span>
      )}
    </a>
  )
}

function Side() {
  const [isHelpOpen, setHelpOpen] = useState(false)
  useKey('?', 'Show these keys', () => setHelpOpen(true))
  return (
    <div class="side">
      <UserSwitch />
      <ConnectionState />
      <button
        type="button"
        class="plain"
        aria-label="Keys and links"
        title="Keys and links (?)"
        onClick={() => setHelpOpen(true)}
      >
        ?
      </button>
      {isHelpOpen && <ShortcutHelp onClose={() => setHelpOpen(false)} />}
    </div>
  )
}
