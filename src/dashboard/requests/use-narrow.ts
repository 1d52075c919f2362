import { useEffect, useState } from 'preact/hooks'

/** Whether the window is at most `most` pixels wide. requests.css uses the same widths. */
export function useNarrow(most = 700): boolean {
  const [isNarrow, setNarrow] = useState(() => queryOf(most).matches)
  useEffect(() => {
    const narrow = queryOf(most)
    const look = (): void => setNarrow(narrow.matches)
    look()
    narrow.addEventListener('change', look)
    return () => narrow.removeEventListener('change', look)
  }, [most])
  return isNarrow
}

const queryOf = (most: number): MediaQueryList => matchMedia(`(max-width: ${most}px)`)
