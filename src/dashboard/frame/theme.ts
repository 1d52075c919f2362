// Light or dark: as the system has it, until a person chooses otherwise for this browser.

import { effect, signal } from '@preact/signals'

type Theme = 'light' | 'dark'

const KEY = 'conversations-mock.theme'
const system = matchMedia('(prefers-color-scheme: dark)')

const systemTheme = signal<Theme>(themeOfSystem())

/** Undefined while the page follows the system. */
const chosenTheme = signal<Theme | undefined>(undefined)

export const currentTheme = (): Theme => chosenTheme.value ?? systemTheme.value

export function startTheme(): void {
  chosenTheme.value = readTheme()
  system.addEventListener('change', () => (systemTheme.value = themeOfSystem()))
  effect(() => {
    document.documentElement.dataset['theme'] = chosenTheme.value ?? 'system'
  })
}

/** Choosing what the system has anyway means to follow it again. */
export function turnTheme(): void {
  const next: Theme = currentTheme() === 'dark' ? 'light' : 'dark'
  chosenTheme.value = next === systemTheme.value ? undefined : next
  writeTheme(chosenTheme.value)
}

function themeOfSystem(): Theme {
  return system.matches ? 'dark' : 'light'
}

/** Browsers may block storage: then the choice lasts until the page is left. */
function readTheme(): Theme | undefined {
  try {
    const text = localStorage.getItem(KEY)
    return text === 'light' || text === 'dark' ? text : undefined
  } catch {
    return undefined
  }
}

function writeTheme(theme: Theme | undefined): void {
  try {
    if (theme === undefined) localStorage.removeItem(KEY)
    else localStorage.setItem(KEY, theme)
  } catch {
    // The page itself has turned all the same.
  }
}
