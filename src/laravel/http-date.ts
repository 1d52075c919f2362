// The time as a header says it.

let known = { second: NaN, text: '' }

/** Unix seconds as the text of a Date header. All requests of a second share it. */
export function httpDate(time: number): string {
  const second = Math.floor(time)
  if (second !== known.second) known = { second, text: new Date(second * 1000).toUTCString() }
  return known.text
}
