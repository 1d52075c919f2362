import { useEffect, useState } from 'preact/hooks'

const narrow = matchMedia('(max-width: 700px)')

/** Whether there is room for one column only, as requests.css has it. */
export function useNarrow(): boolean {
  const [isNarrow, setNarrow] = useState(narrow.matches)
  useEffect(() => {
    const look = (): void => setNarrow(narrow.matches)
    narrow.addEventListener('change', look)
    return () => narrow.removeEventListener('change', look)
  }, [])
  return isNarrow
}
