// The thread that loads many rows: it reads or invents them, and composes the values to store.

import { on } from 'node:events'
import { type MessagePort, parentPort, workerData } from 'node:worker_threads'
import { renderConversation } from '../api/conversation-resource.ts'
import { DatasetError } from '../dataset/dataset.ts'
import { type ManyRows, openManyRows } from '../seed/many-rows.ts'
import { type ComposedPart, composeParts } from '../store/composing.ts'
import { ROW_VALUES } from '../store/conversation-row.ts'
import type { ThreadMessage } from './seed-thread.ts'

/**
 * A message costs as much as some ten rows, but values that wait long leave the young heap, and
 * then need more memory.
 */
const VALUES_IN_MESSAGE = 200 * ROW_VALUES
/** Messages that may wait to be stored. */
const MOST_WAITING = 2

if (parentPort) void load(parentPort, workerData)

async function load(port: MessagePort, many: ManyRows): Promise<void> {
  try {
    const { parts, datasetName, locations } = await openManyRows(many, {
      onRead: (read) => post(port, { kind: 'read', read }),
      onWarning: (message) => post(port, { kind: 'warning', message }),
    })
    // A refusal names a row of a file by its place in the table.
    const isNewestFirst = !('file' in many)
    await sendAll(port, composeParts(parts, { render: renderConversation, isNewestFirst }))
    post(port, { kind: 'end', datasetName: datasetName(), locations })
  } catch (error) {
    if (!(error instanceof DatasetError)) throw error
    post(port, { kind: 'refused', message: error.message, problems: error.problems })
  }
}

async function sendAll(port: MessagePort, parts: AsyncIterable<ComposedPart>): Promise<void> {
  const stored = on(port, 'message')
  let batch: ComposedPart[] = []
  let values = 0
  let sent = 0
  for await (const part of parts) {
    batch.push(part)
    values += part.table === 'conversations' ? part.values.length : ROW_VALUES
    if (values < VALUES_IN_MESSAGE) continue
    post(port, { kind: 'parts', parts: batch })
    batch = []
    values = 0
    if (++sent >= MOST_WAITING) await stored.next()
  }
  post(port, { kind: 'parts', parts: batch })
}

const post = (port: MessagePort, message: ThreadMessage): void => port.postMessage(message)
