// Lists the views, and draws the header and everything else around the current view.

import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks'
import { Confirmation } from './widgets/dialog.tsx'
import { useKey } from './widgets/keys.ts'
import { Toasts } from './widgets/toast.tsx'
import { demoStep } from './begin/demo.ts'
import { DemoBar } from './begin/demo-bar.tsx'
import { ConnectionBanner, ConnectionState } from './frame/connection-state.tsx'
import { FaultCount } from './frame/fault-count.tsx'
import { Mark } from './frame/mark.tsx'
import { Shelter } from './frame/shelter.tsx'
import { ShortcutHelp } from './frame/shortcut-help.tsx'
import { ThemeButton } from './frame/theme-button.tsx'
import { TokenForm } from './frame/token-form.tsx'
import { UserGone, UserSwitch } from './frame/user-switch.tsx'
import { LoadedView, type LoadView, prepare } from './frame/view-loading.tsx'
import { adminToken, isWaitingForToken } from './mock/session.ts'
import { currentUser, findings } from './mock/status.ts'
import { go, hrefOf, pageAddress, userId, type View, views } from './page-address.ts'

const contents: Readonly<Record<View, { title: string; load: LoadView }>> = {
  overview: {
    title: 'Overview',
    load: async () => (await import('./overview/overview.tsx')).Overview,
  },
  conversations: {
    title: 'Conversations',
    load: async () => (await import('./conversations/conversations.tsx')).Conversations,
  },
  requests: {
    title: 'Requests',
    load: async () => (await import('./requests/requests.tsx')).Requests,
  },
  walks: { title: 'Walks', load: async () => (await import('./walks/walks.tsx')).Walks },
  controls: {
    title: 'Controls',
    load: async () => (await import('./controls/controls.tsx')).Controls,
  },
}

export function App() {
  const { view } = pageAddress.value
  const { title, load } = contents[view]
  const isLetIn = adminToken.value !== undefined
  useEffect(() => {
    document.title = isLetIn ? `${title} · conversations-mock` : 'conversations-mock'
  }, [title, isLetIn])
  const main = useRef<HTMLElement>(null)
  // Each view starts at its top, also if the previous view was scrolled down.
  useLayoutEffect(() => window.scrollTo(0, 0), [view])
  return (
    <>
      <header class="frame">
        {isLetIn && (
          <button type="button" class="skip" onClick={() => focusOnce(main.current)}>
            Skip to the view
          </button>
        )}
        <a class="brand" href={hrefOf('overview')}>
          <Mark /> <span>conversations-mock</span>
        </a>
        {isLetIn && <Navigation />}
        {isLetIn && <FaultCount />}
        {isLetIn && <Side />}
        {isLetIn && <ConnectionBanner />}
      </header>
      <main ref={main}>
        <h1 class="unseen">{title}</h1>
        {isLetIn && <PrintedScope />}
        {isLetIn ? (
          <Shelter key={view}>
            <UserGone otherwise={<LoadedView name={view} title={title} load={load} />} />
          </Shelter>
        ) : (
          !isWaitingForToken.value && <TokenForm />
        )}
      </main>
      {isLetIn && demoStep.value !== undefined && <DemoBar index={demoStep.value} />}
      <Confirmation />
      <Toasts />
    </>
  )
}

/**
 * Focuses the view. The tabindex goes again on blur, because a click on the view must not focus it.
 */
function focusOnce(main: HTMLElement | null): void {
  if (!main) return
  main.tabIndex = -1
  main.focus()
  main.addEventListener('blur', () => main.removeAttribute('tabindex'), { once: true })
}

/** Names the user on paper, because the user menu is not printed. */
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

/**
 * Loads a view before the click on its link. LoadedView loads it again after an error, and shows
 * the error.
 */
const prepareSoon = (name: View): void =>
  void prepare(name, contents[name].load).catch(() => undefined)

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
    if (isCurrent && link.current) showInNavigation(link.current)
  }, [isCurrent, findingCount])
  const count = name === 'walks' ? findingCount : 0
  return (
    <a
      ref={link}
      href={hrefOf(name)}
      aria-current={isCurrent ? 'page' : undefined}
      onPointerEnter={() => prepareSoon(name)}
      onFocus={() => prepareSoon(name)}
    >
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

/**
 * Scrolls the navigation to a link, if it is too narrow for all. scrollIntoView() would also make
 * the Tab key go on from there, and so skip what stands above.
 */
function showInNavigation(link: HTMLElement): void {
  const navigation = link.parentElement
  if (!navigation) return
  const shown = navigation.getBoundingClientRect()
  const { left, right } = link.getBoundingClientRect()
  navigation.scrollLeft += Math.min(left - shown.left, 0) + Math.max(right - shown.right, 0)
}

function Side() {
  const [isHelpOpen, setHelpOpen] = useState(false)
  useKey('?', 'Show these keys', () => setHelpOpen(true))
  return (
    <div class="side">
      <UserSwitch />
      <ConnectionState />
      <ThemeButton />
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
