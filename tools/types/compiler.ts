// The TypeScript compiler with an API: the version that dts-bundle-generator uses.

import ts from 'dts-bundle-generator/node_modules/typescript/lib/typescript.js'

export { ts }

/** Opens a declaration file in the compiler, with the types of JavaScript and Node.js. */
export function openTypes(text: string): { program: ts.Program; file: ts.SourceFile } {
  const name = 'bundled.d.ts'
  const options: ts.CompilerOptions = {
    target: ts.ScriptTarget.ESNext,
    strict: true,
    // Without it the printed shape of an optional field gets `| undefined`, which calls refuse.
    exactOptionalPropertyTypes: true,
    noEmit: true,
  }
  const host = ts.createCompilerHost(options)
  const { getSourceFile, fileExists } = host
  host.fileExists = (path) => path === name || fileExists(path)
  host.getSourceFile = (path, ...rest) =>
    path === name ? parseTypes(text) : getSourceFile(path, ...rest)
  const program = ts.createProgram([name], options, host)
  const file = program.getSourceFile(name)
  if (!file) throw new Error('the compiler does not see the bundled types')
  return { program, file }
}

export const parseTypes = (text: string): ts.SourceFile =>
  ts.createSourceFile('bundled.d.ts', text, ts.ScriptTarget.ESNext, true)
