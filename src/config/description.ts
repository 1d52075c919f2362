// The words on settings, which help and docs print.

import * as z from 'zod'

/** The words of help and docs on a setting or an option of a command. */
export type Description = {
  /** The word for the value, such as PORT; a setting that is on or off has none. */
  readonly argument?: string
  /** For help: it begins where the flag ends. */
  readonly text: string
  /** For the docs alone, after the text. */
  readonly more?: string
  /** Whether the flag may be given several times. */
  readonly isRepeatable?: true
  /** Whether it is on by default, so that help names the flag that turns it off. */
  readonly isNegated?: true
}

export const descriptions = z.registry<Description>()
