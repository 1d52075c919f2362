// The description of a command, and options that several commands share.

import type { Description } from '../config/description.ts'

/** The keys are flags without the leading dashes. */
export type CommandOptions = Readonly<Record<string, Description>>

export type CommandDescription = {
  /** The usage line, without the name of the program. */
  readonly usage: string
  readonly text: string
  /** A command that starts a mock accepts every setting as an option. */
  readonly startsMock: boolean
  readonly options: CommandOptions
  /** The number of arguments that are not options. */
  readonly words: number
  /** Paragraphs for the help of this command. */
  readonly about?: string
}

export const config: Description = {
  argument: 'FILE',
  text: 'JSON with settings; default conversations-mock.config.json if there is one',
}

export const reportFormat: Description = {
  argument: 'FORMAT',
  text: 'text (default), json, junit, github or sarif',
}
