/** The icon of the page, with the same shapes as icon.svg. */
export function Mark() {
  return (
    <svg class="mark" viewBox="0 0 32 32" aria-hidden="true">
      <path
        fill="currentColor"
        d="M6 4h20a4 4 0 0 1 4 4v12a4 4 0 0 1-4 4H16l-8 6v-6H6a4 4 0 0 1-4-4V8a4 4 0 0 1 4-4z"
      />
      <path fill="var(--surface)" d="M8 10h16v2.6H8zm0 5h10v2.6H8z" />
    </svg>
  )
}
