// The theme, light or dark. It follows the system until a person chooses another one in this
// browser.

import { effect, signal } from '@preact/signals'
import { readFromBrowser, writeToBrowser } from '../widgets/remembered.ts'

type Theme = 'light' | 'dark'

const KEY = 'theme'
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

/**
 * Switches between light and dark. A choice that equals the system's theme makes the page follow
 * the system again.
 */
export function turnTheme(): void {
  const next: Theme = currentTheme() === 'dark' ? 'light' : 'dark'
  chosenTheme.value = next === systemTheme.value ? undefined : next
  writeToBrowser(KEY, chosenTheme.value)
}

function themeOfSystem(): Theme {
  return system.matches ? 'dark' : 'light'
}

function readTheme(): Theme | undefined {
  const text = readFromBrowser(KEY)
  return text === 'light' || text === 'dark' ? text : undefined
}
