// Writes the log: lines for people on a terminal, JSON lines elsewhere.

import { styleText } from 'node:util'
import { realNow } from '../clock/real-time.ts'
import type { Settings } from '../config.ts'

const levels = ['error', 'warn', 'info', 'debug'] as const
type Level = (typeof levels)[number]

export type Log = (level: Level, message: string, fields?: Record<string, unknown>) => void

type LogOptions = Pick<Settings, 'logLevel' | 'quiet'> & {
  readonly isTerminal: boolean
  readonly write: (line: string) => void
}

const colors = { error: 'red', warn: 'yellow', info: 'green', debug: 'gray' } as const

export function createLog({ logLevel, quiet, isTerminal, write }: LogOptions): Log {
  const limit = logLevel === 'silent' ? -1 : levels.indexOf(quiet ? 'error' : logLevel)
  return (level, message, fields = {}) => {
    if (levels.indexOf(level) > limit) return
    if (isTerminal)
      write(`${level === 'info' ? '' : `${styleText(colors[level], level)} `}${message}\n`)
    else
      write(
        `${JSON.stringify({ time: new Date(realNow()).toISOString(), level, message, ...fields })}\n`,
      )
  }
}
