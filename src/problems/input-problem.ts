// Problems of input, each with its path.

export type InputProblem = { path: PropertyKey[]; message: string }

/** The same problem, further in. */
export const within =
  (before: readonly PropertyKey[]) =>
  ({ path, message }: InputProblem): InputProblem => ({ path: [...before, ...path], message })
