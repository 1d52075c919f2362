// The command `serve` runs a mock until a signal ends it.

import closeWithGrace from 'close-with-grace'
import { writeInstance } from '../server/instance-note.ts'
import { createProof } from '../server/instance-proof.ts'
import { startServer } from '../server/server.ts'
import { announce } from './announcement.ts'
import { CLOSING_PATIENCE, CRASHES, DRAIN_MS } from './closing.ts'
import type { CommandLine } from './flags.ts'
import { createLog } from './log.ts'
import { configure, observers, settingsGivenBy } from './mock-settings.ts'
import type { Program } from './program.ts'
import { createProgress, createReadProgress } from './progress.ts'

export async function run(line: CommandLine, program: Program): Promise<void> {
  const { stdout, stderr, redaction } = program
  const { settings, warnings, ...configured } = configure(program, () =>
    settingsGivenBy(line, program.env),
  )
  const log = createLog({
    ...settings,
    isTerminal: stdout.isTTY === true,
    write: (text) => stdout.write(text),
  })
  for (const warning of warnings) log('warn', warning)
  const { secret, prove } = createProof()
  const { end, ...reading } = createReadProgress(stderr, program.boundHeap)
  const server = await startServer(settings, {
    ...observers(log, settings),
    keptFolder: program.keptFolder?.(),
    ...configured,
    prove,
    ...reading,
    ...(settings.generate !== undefined && {
      onRow: createProgress(stderr, 'generating', settings.generate),
    }),
  }).finally(end)
  program.onServing()
  program.boundHeap()
  const note = writeInstance(server.localUrl, secret, server.certificate)
  if (note.problem !== undefined)
    log(
      'warn',
      `lint and health find this mock by --url alone, for its address cannot be noted: ${note.problem}`,
    )
  closeWithGrace({ delay: DRAIN_MS, logger: false, skip: CRASHES }, async ({ err, signal }) => {
    if (err) log('error', redaction.sentence(err.stack ?? err.message))
    log('info', `stopping${signal ? ` on ${signal}` : ''}`)
    note.forget()
    await server.close(CLOSING_PATIENCE)
  })
  announce(log, server, settings)
  // The callback comes after the errors of the lines before.
  stdout.write('', () => program.outliveOutput())
}
