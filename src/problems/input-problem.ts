// A problem of input, with its path.

export type InputProblem = { path: PropertyKey[]; message: string }

/** Puts `before` in front of the path of a problem. */
export const within =
  (before: readonly PropertyKey[]) =>
  ({ path, message }: InputProblem): InputProblem => ({ path: [...before, ...path], message })
