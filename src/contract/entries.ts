/** A record with the same keys and mapped values. */
export function mapEntries<V, T>(
  record: Readonly<Record<string, V>>,
  map: (key: string, value: V) => T,
): Record<string, T> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(key, value)]))
}
