// The texts about settings in `help` and in the documentation.

/** The text about a setting, or about an option of a command. */
export type Description = {
  /** A placeholder for the value, such as PORT. A boolean setting has no placeholder. */
  readonly argument?: string
  /** The text in `help`, right after the flag. */
  readonly text: string
  /** A text that only the documentation adds. */
  readonly more?: string
  /** True when the flag can be given several times. */
  readonly isRepeatable?: true
  /** True when the setting is on by default; `help` then names the flag that turns it off. */
  readonly isNegated?: true
}
