// Lets another thread load many rows, while this thread stores those that are loaded.

import { on } from 'node:events'
import { Worker } from 'node:worker_threads'
import { DatasetError } from '../dataset/dataset-error.ts'
import type { FileOptions, ReadObserver } from '../seed/dataset-file.ts'
import type { ManyRows } from '../seed/many-rows.ts'
import { rowNames, type RowLocations } from '../seed/row-locations.ts'
import type { ComposedPart } from '../store/composing.ts'
import type { Seed } from '../store/open-store.ts'

/** A message of the thread. The thread ends with `end` or `refused`. */
export type ThreadMessage =
  | { readonly kind: 'parts'; readonly parts: readonly ComposedPart[] }
  | { readonly kind: 'read'; readonly read: Parameters<ReadObserver>[0] }
  | { readonly kind: 'warning'; readonly message: string }
  | ThreadEnd
  | {
      readonly kind: 'refused'
      readonly message: string
      readonly problems: DatasetError['problems']
    }

type ThreadEnd = {
  readonly kind: 'end'
  readonly datasetName: string
  readonly locations: RowLocations | undefined
}

/** The bundle has the thread's code in a file of its own. */
const code = new URL(
  import.meta.url.endsWith('.ts') ? './seed-worker.ts' : './seed-worker.cjs',
  import.meta.url,
)

/** A heap that V8 lets grow further takes more memory and saves no time. */
const resourceLimits = { maxYoungGenerationSizeMb: 16 }

/** The thread runs while the rows are read. Reading them rejects with a DatasetError. */
export function loadInThread(
  many: ManyRows,
  { onRead, onWarning }: Pick<FileOptions, 'onRead' | 'onWarning'>,
): Seed {
  let end: ThreadEnd | undefined

  async function* read(): AsyncGenerator<ComposedPart> {
    // Flags of the process may be meant for its own script, such as --input-type.
    const worker = new Worker(code, { workerData: many, resourceLimits, execArgv: [] })
    try {
      for await (const message of messagesOf(worker)) {
        if (message.kind === 'end') end = message
        else if (message.kind === 'read') onRead?.(message.read)
        else if (message.kind === 'warning') onWarning?.(message.message)
        else if (message.kind === 'refused')
          throw new DatasetError(message.message, message.problems)
        else {
          yield* message.parts
          worker.postMessage('stored')
        }
        if (end) return
      }
      throw new Error('the thread that loads the rows ended early')
    } finally {
      await worker.terminate()
    }
  }

  return {
    composed: read(),
    datasetName() {
      if (!end) throw new Error('the rows are not read yet')
      return end.datasetName
    },
    // JSON has no lines. Its messages are stored, and may be refused, before the end.
    ...('file' in many && { names: () => rowNames(end?.locations ?? { name: many.file }) }),
  }
}

async function* messagesOf(worker: Worker): AsyncGenerator<ThreadMessage> {
  for await (const [message] of on(worker, 'message', { close: ['exit'] })) yield message
}
