// Replaces types that are derived from schemas by their plain shapes. Readers see these in their
// editors, and they need no zod.

import { openTypes, ts } from './compiler.ts'

/** Matches a type that is derived from a schema or a value. */
const DERIVED = /\b(?:in|out)put(?:\$\d+)?<|\btypeof\b/

const FLAGS =
  ts.NodeBuilderFlags.NoTruncation |
  ts.NodeBuilderFlags.InTypeAlias |
  ts.NodeBuilderFlags.MultilineObjectLiterals |
  ts.NodeBuilderFlags.UseSingleQuotesForStringLiteralType

export function expand(text: string): string {
  const { program, file } = openTypes(text)
  const checker = program.getTypeChecker()
  const printer = ts.createPrinter()
  const derived = file.statements.filter(isDerived)
  const names = new Set(derived.map(({ name }) => name.text))

  let expanded = ''
  let end = 0
  for (const statement of file.statements) {
    if (!isDerived(statement) && !isSchemaOf(names, statement)) continue
    expanded += text.slice(end, statement.getFullStart())
    end = statement.end
    if (isDerived(statement)) expanded += render(statement)
  }
  return expanded + text.slice(end)

  function render(alias: ts.TypeAliasDeclaration): string {
    const node = checker.typeToTypeNode(checker.getTypeAtLocation(alias.name), alias, FLAGS)
    if (!node) throw new Error(`${alias.name.text} has no shape`)
    const shape = printer.printNode(ts.EmitHint.Unspecified, node, file)
    return `${text.slice(alias.getFullStart(), alias.type.getFullStart())} ${shape};`
  }
}

const isDerived = (statement: ts.Statement): statement is ts.TypeAliasDeclaration =>
  ts.isTypeAliasDeclaration(statement) &&
  !statement.typeParameters &&
  DERIVED.test(statement.type.getText())

/** A schema has the same name as its type. The package does not export the schema's value. */
const isSchemaOf = (names: ReadonlySet<string>, statement: ts.Statement): boolean =>
  ts.isVariableStatement(statement) &&
  statement.declarationList.declarations.some(({ name }) => names.has(name.getText()))
