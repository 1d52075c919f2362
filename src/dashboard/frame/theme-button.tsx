import { currentTheme, turnTheme } from './theme.ts'

export function ThemeButton() {
  const words = currentTheme() === 'dark' ? 'Light colours' : 'Dark colours'
  return (
    <button type="button" class="plain" aria-label={words} title={words} onClick={turnTheme}>
      <span aria-hidden="true">{currentTheme() === 'dark' ? '☀' : '☾'}</span>
    </button>
  )
}
