// Describes a request of a walk in a few words: "page 2 · 15 rows".

import { counted } from '../widgets/format.ts'
import type { Box, Kind } from './drawing.ts'

export const signs: Readonly<Record<Kind, readonly [sign: string, word: string]>> = {
  page: ['', ''],
  previous: ['', 'back'],
  retry: ['↻', 'retried'],
  repeat: ['↺', 'again'],
  resumed: ['▸', 'resumed'],
  beyond: ['∅', 'past the end'],
  lost: ['⚠', 'filters lost'],
  altered: ['⚠', 'filters changed'],
  foreign: ['⚠', 'cursor of another token'],
  unknown: ['⚠', 'unknown cursor'],
  tokenless: ['⚠', 'no key'],
  failed: ['✕', 'failed'],
}

export function wordsOfBox({ kind, label, step }: Box): string {
  const [sign, word] = signs[kind]
  const answer =
    step.rows === null ? `answered ${step.status ?? 'nothing'}` : counted(step.rows, 'row')
  return `${sign} ${step.page === null ? 'place' : 'page'} ${label} · ${word === '' ? '' : `${word}, `}${answer}`.trim()
}
