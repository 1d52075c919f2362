// The surroundings of every command.

import type { Readable, Writable } from 'node:stream'
import type { Redaction } from '../journal/redaction.ts'
import type { CommandLine } from './flags.ts'

/** A stream of text, which may be a terminal. */
export type Output = Writable & Partial<Pick<NodeJS.WriteStream, 'isTTY' | 'hasColors'>>

/** A stream of text that comes from a file, a pipe or a person. */
export type Input = Readable & Partial<Pick<NodeJS.ReadStream, 'isTTY'>>

export type Io = {
  /** Missing where nothing can be read. */
  readonly stdin?: Input
  readonly stdout: Output
  readonly stderr: Output
  /** Ends the process at once, whatever it still waits for. */
  readonly exit: (code: number) => void
  /** Called when a file is read, and when a mock serves: the heap is then looked after, where the process is the mock's alone. */
  readonly onServing: () => void
}

export type Environment = NodeJS.ProcessEnv

export type Program = Io & {
  readonly env: Environment
  readonly redaction: Redaction
  readonly notify: (line: string) => void
  readonly complain: (error: unknown) => void
}

/** Resolves to the exit code; undefined means 0, or a server that goes on. */
export type Run = (line: CommandLine, program: Program) => Promise<number | void>
