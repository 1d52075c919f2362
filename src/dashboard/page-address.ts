// The view, kept in the fragment of the address: a link reproduces it, and no server sees it.

import { computed, signal } from '@preact/signals'

export const views = ['overview', 'conversations', 'requests', 'walks', 'controls'] as const
export type View = (typeof views)[number]

/** Links that people keep. */
const FORMER_NAMES: Readonly<Partial<Record<string, View>>> = { steering: 'controls' }

export type Params = Readonly<Record<string, string>>

/** `params.user`: the user whose world is looked at; without it, all of them. */
export type PageAddress = { readonly view: View; readonly params: Params }

/** An empty text or undefined leaves the parameter out. */
export type Changes = Readonly<Record<string, string | number | undefined>>

export const pageAddress = signal<PageAddress>(readAddress())

/** The user that the whole page is about; undefined for all. */
export const userId = computed(() => {
  const { user } = pageAddress.value.params
  return user !== undefined && /^\d{1,15}$/.test(user) ? Number(user) : undefined
})

window.addEventListener('hashchange', () => (pageAddress.value = readAddress()))

/** The address of a view. The user stays, unless `params` name another. */
export function hrefOf(view: View, params: Changes = {}): string {
  const all: Changes = { user: pageAddress.value.params['user'], ...params }
  const given = Object.entries(all).flatMap(([name, value]): [string, string][] =>
    value === undefined || value === '' ? [] : [[name, `${value}`]],
  )
  return given.length === 0 ? `#/${view}` : `#/${view}?${new URLSearchParams(given).toString()}`
}

/** Goes to a view; the browser's "back" returns. */
export function go(view: View, params: Changes = {}): void {
  move(hrefOf(view, params), false)
}

/** Changes parameters of this view. Without `isStep`, "back" does not undo it: what is typed letter by letter, say. */
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
