// Loads a thing when it is first needed.

export type LoadOnce<T> = {
  /** The loaded thing. A failure is not remembered: the next call tries again. */
  readonly get: () => Promise<T>
  /** The same if a load succeeded or is under way, and otherwise undefined. */
  readonly begun: () => Promise<T> | undefined
}

export function loadOnce<T>(load: () => Promise<T>): LoadOnce<T> {
  let loading: Promise<T> | undefined

  async function loadOrForget(): Promise<T> {
    try {
      return await load()
    } catch (error) {
      loading = undefined
      throw error
    }
  }

  return { get: () => (loading ??= loadOrForget()), begun: () => loading }
}
