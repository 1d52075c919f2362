/** Reports the progress of a run to a person. */
export function note(text: string): void {
  process.stderr.write(`bench: ${text}\n`)
}
