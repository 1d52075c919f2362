/** Tells a person about the way of a run. */
export function note(text: string): void {
  process.stderr.write(`bench: ${text}\n`)
}
