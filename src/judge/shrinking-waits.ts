// Tells waits between attempts that shrink. Random ones may shrink as well, but not so evenly or so far.

/** Fewer waits may shrink by chance. */
const SOME_WAITS = 5
const MANY_WAITS = 6
/** Waits that shrink by the same factor each time have shares that differ by less than this. */
const EVEN_SHARES = 0.15
/** A busy machine makes single waits longer. The earlier ones are then so many times as long. */
const FAR = 4

export function areShorterEachTime(waits: readonly number[]): boolean {
  if (waits.length < SOME_WAITS) return false
  const shares = waits.slice(1).map((wait, index) => wait / (waits[index] ?? wait))
  const longer = shares.filter((share) => share >= 1).length
  if (longer > 0) return longer === 1 && waits.length >= MANY_WAITS && areFarShorter(waits)
  return waits.length >= MANY_WAITS || Math.max(...shares) - Math.min(...shares) <= EVEN_SHARES
}

/** Whether each wait of the later half is shorter than all earlier ones, and all together by far. */
function areFarShorter(waits: readonly number[]): boolean {
  const half = Math.floor(waits.length / 2)
  const [earlier, later] = [waits.slice(0, half), waits.slice(-half)]
  return Math.max(...later) < Math.min(...earlier) && sum(earlier) >= FAR * sum(later)
}

const sum = (waits: readonly number[]): number => waits.reduce((total, wait) => total + wait, 0)
