// The types of the streams and services that each command gets.

import type { Readable, Writable } from 'node:stream'
import type { Redaction } from '../journal/redaction.ts'
import type { CommandLine } from './flags.ts'

/** An output stream of text, perhaps a terminal. */
export type Output = Writable & Partial<Pick<NodeJS.WriteStream, 'isTTY' | 'hasColors'>>

/** An input stream of text from a file, a pipe or a person. */
export type Input = Readable & Partial<Pick<NodeJS.ReadStream, 'isTTY'>>

export type Io = {
  /** Opens the input, which few commands need. Absent when there is no input. */
  readonly stdin?: () => Input
  readonly stdout: Output
  readonly stderr: Output
  /** Ends the process at once, even with work in progress. */
  readonly exit: (code: number) => void
  /**
   * Called when a command reads a file or starts a mock, if the process may be this program's own.
   */
  readonly boundHeap: () => void
  /** Called when a mock runs, before `boundHeap`. */
  readonly onServing: () => void
  /** A folder of this user alone, for what later starts of this build use. */
  readonly keptFolder?: () => string | undefined
}

export type Environment = NodeJS.ProcessEnv

export type Program = Io & {
  readonly env: Environment
  readonly redaction: Redaction
  readonly notify: (line: string) => void
  readonly complain: (error: unknown) => void
  /** From then on, the command goes on when stdout takes no more. Before, that ends it. */
  readonly outliveOutput: () => void
}

/** Resolves to the exit code. Undefined means 0, or a server that continues to run. */
export type Run = (line: CommandLine, program: Program) => Promise<number | void>
