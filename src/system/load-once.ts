// Loads a value when it is first needed.

type LoadOnce<T> = {
  /** Loads the value, or returns it. After a failure, the next call tries again. */
  readonly get: () => Promise<T>
  /** The value when it is loaded or loading. Undefined before that and after a failure. */
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
