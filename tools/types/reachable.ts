// Removes declarations that no export uses.

import { parseTypes, ts } from './compiler.ts'

export function keepReachable(text: string): string {
  const file = parseTypes(text)
  const declared = Map.groupBy(
    file.statements.flatMap((statement) => namesOf(statement).map((name) => ({ name, statement }))),
    ({ name }) => name,
  )
  const kept = new Set<ts.Statement>()
  for (const statement of file.statements) if (isExported(statement)) keep(statement)
  return file.statements
    .filter((statement) => kept.has(statement))
    .map((statement) => statement.getFullText())
    .join('')
    .trim()
    .concat('\n')

  function keep(statement: ts.Statement): void {
    if (kept.has(statement)) return
    kept.add(statement)
    for (const name of referencesOf(statement))
      for (const { statement: used } of declared.get(name) ?? []) keep(used)
  }
}

const isExported = (statement: ts.Statement): boolean =>
  ts.isExportDeclaration(statement) ||
  (ts.canHaveModifiers(statement) &&
    (ts.getModifiers(statement) ?? []).some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword))

function namesOf(statement: ts.Statement): string[] {
  if (ts.isVariableStatement(statement))
    return statement.declarationList.declarations.map(({ name }) => name.getText())
  const { name } = statement as Partial<ts.DeclarationStatement>
  return name ? [name.text] : []
}

/** The first name of each reference in a statement, such as `a` for `a.B<C>`. */
function referencesOf(statement: ts.Statement): string[] {
  const names: string[] = []
  visit(statement)
  return names

  function visit(node: ts.Node): void {
    if (ts.isTypeReferenceNode(node)) names.push(firstOf(node.typeName))
    else if (ts.isTypeQueryNode(node)) names.push(firstOf(node.exprName))
    else if (ts.isExpressionWithTypeArguments(node)) names.push(node.expression.getText())
    else if (ts.isExportSpecifier(node)) names.push((node.propertyName ?? node.name).text)
    ts.forEachChild(node, visit)
  }
}

const firstOf = (name: ts.EntityName): string =>
  ts.isIdentifier(name) ? name.text : firstOf(name.left)
