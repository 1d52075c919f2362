// Drops components of a document that no reference uses.

export type Json = null | boolean | number | string | Json[] | JsonObject
export type JsonObject = { [name: string]: Json }

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

export function withoutUnused(document: JsonObject): JsonObject {
  const { components = {}, ...head } = document
  const used = new Set<string>()
  collect(head)
  return { ...head, components: mapKinds(components) }

  /** Follows all references, also those in discriminators. */
  function collect(node: Json): void {
    if (typeof node === 'string' && node.startsWith(PREFIX)) follow(node)
    else if (Array.isArray(node)) node.forEach(collect)
    else if (isObject(node)) Object.values(node).forEach(collect)
  }

  function follow(reference: string): void {
    if (used.has(reference)) return
    used.add(reference)
    const [kind = '', name = ''] = reference.slice(PREFIX.length).split('/')
    const kinds = isObject(components) ? components[kind] : undefined
    if (isObject(kinds)) collect(kinds[name] ?? null)
  }

  function mapKinds(kinds: Json): JsonObject {
    const entries = isObject(kinds) ? Object.entries(kinds) : []
    return Object.fromEntries(
      entries.map(([kind, named]) => [
        kind,
        // The document names security schemes without a reference, so all of them stay.
        kind === 'securitySchemes' || !isObject(named)
          ? named
          : Object.fromEntries(
              Object.entries(named).filter(([name]) => used.has(`${PREFIX}${kind}/${name}`)),
            ),
      ]),
    )
  }
}

const PREFIX = '#/components/'
