// Finds names that are too vague, because each was used for several things: of types, functions,
// variables, parameters and properties.

import { parseAst } from 'rolldown/parseAst'

const VAGUE =
  /^(?:place|asked|outcome|draft|found|source|seat|told|door|underway|leaving|aside|owned)s?$/i

/** Names that others chose: the API, a table of the database, JavaScript, Vite. */
const givenByOthers: Readonly<Record<string, string>> = {
  'src/api/documented-list.ts': 'source',
  'src/capture/anonymiser.ts': 'source',
  'src/cli/announcement.ts': 'source',
  'src/mutations/schemas.ts': 'draft',
  'src/mutations/traffic.ts': 'draft',
  'src/store/schema.ts': 'leaving',
  'tools/build-id.ts': 'source',
  'tools/notices.ts': 'source',
  'tools/prepared-demo.ts': 'source',
}

/** Where an identifier gives something its name, by the type of the node and its field. */
const naming =
  /^(?:VariableDeclarator\.id|(?:Arrow)?Function(?:Declaration|Expression)?\.(?:id|params)|Class\w*\.id|Property\.(?:key|value)|PropertyDefinition\.key|MethodDefinition\.key|AssignmentPattern\.left|ArrayPattern\.elements|RestElement\.argument|TS(?:TypeAlias|Interface)Declaration\.id|TS(?:Property|Method)Signature\.key|TSFunctionType\.params)$/

export type VagueName = { readonly name: string; readonly line: number }

export function vagueNames(file: string, code: string): VagueName[] {
  const vague = new Map<number, VagueName>()
  visit(parseAst(code, { lang: file.endsWith('x') ? 'tsx' : 'ts' }), 'Program')
  return [...vague.values()]

  function visit(node: unknown, where: string): void {
    if (Array.isArray(node)) for (const one of node) visit(one, where)
    if (!isNode(node)) return
    if (isNamed(node) && naming.test(where) && VAGUE.test(node.name))
      if (givenByOthers[file] !== node.name)
        vague.set(node.start, { name: node.name, line: lineAt(node) })
    for (const [field, value] of Object.entries(node)) visit(value, `${node.type}.${field}`)
  }

  function lineAt({ start }: Node): number {
    return code.slice(0, start).split('\n').length
  }
}

type Node = { readonly type: string; readonly start: number }

const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && 'type' in value && 'start' in value

const isNamed = (node: Node): node is Node & { readonly name: string } =>
  node.type === 'Identifier' && 'name' in node && typeof node.name === 'string'
