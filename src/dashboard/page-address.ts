// The address of the page: the view and its parameters, in the fragment of the URL. A link opens
// the same view again, and browsers send no fragment to a server.

import { computed, signal } from '@preact/signals'

export const views = ['overview', 'conversations', 'requests', 'walks', 'controls'] as const
export type View = (typeof views)[number]

/** Old names of views, so that saved links still work. */
const FORMER_NAMES: Readonly<Partial<Record<string, View>>> = { steering: 'controls' }

type Params = Readonly<Record<string, string>>

/** `params.user` is the id of the user to show. Without it, the page shows all users. */
type PageAddress = { readonly view: View; readonly params: Params }

/** An empty text or undefined removes the parameter from the address. */
export type Changes = Readonly<Record<string, string | number | undefined>>

export const pageAddress = signal<PageAddress>(readAddress())

/** The id of the user that the page shows; undefined for all users. */
export const userId = computed(() => {
  const { user } = pageAddress.value.params
  return user !== undefined && /^\d{1,15}$/.test(user) ? Number(user) : undefined
})

window.addEventListener('hashchange', () => (pageAddress.value = readAddress()))

/** Builds the link to a view. It keeps the current user, unless `params` names another. */
export function hrefOf(view: View, params: Changes = {}): string {
  const all: Changes = { user: pageAddress.value.params['user'], ...params }
  const given = Object.entries(all).flatMap(([name, value]): [string, string][] =>
    value === undefined || value === '' ? [] : [[name, `${value}`]],
  )
  return given.length === 0 ? `#/${view}` : `#/${view}?${new URLSearchParams(given).toString()}`
}

/** Goes to a view. The back button of the browser returns to the previous one. */
export function go(view: View, params: Changes = {}): void {
  move(hrefOf(view, params), false)
}

/**
 * Changes parameters of the current view. `isStep: false` adds no entry to the browser's history,
 * which suits a text field that changes with each letter.
 */
export function change(changes: Changes, { isStep = true }: { isStep?: boolean } = {}): void {
  const { view, params } = pageAddress.value
  move(hrefOf(view, { ...params, ...changes }), !isStep)
}

function move(href: string, isReplacement: boolean): void {
  if (href === location.hash) return
  history[isReplacement ? 'replaceState' : 'pushState'](null, '', href)
  pageAddress.value = readAddress()
}

function readAddress(): PageAddress {
  const [, given = '', search = ''] = /^#\/([a-z]*)(?:\?(.*))?$/s.exec(location.hash) ?? []
  const name = FORMER_NAMES[given] ?? given
  return {
    view: views.find((view) => view === name) ?? views[0],
    params: Object.fromEntries(new URLSearchParams(search)),
  }
}
