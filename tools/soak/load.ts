// Runs the clients in a process of its own. It receives a load by message and answers with the
// result.

import * as z from 'zod'
import { walk } from './walker.ts'

export const Load = z.object({
  port: z.int(),
  tokens: z.array(z.string()),
  rows: z.int(),
  requests: z.int(),
  seconds: z.number(),
})
export type Load = z.infer<typeof Load>

/**
 * `failed` counts answers with a status other than 200. `walks` counts complete walks. `missed`
 * counts rows that those walks did not bring.
 */
export const Done = z.object({
  answered: z.int(),
  failed: z.int(),
  walks: z.int(),
  missed: z.int(),
  longest: z.number(),
})
export type Done = z.infer<typeof Done>

export const Reply = z.union([z.object({ done: Done }), z.object({ failure: z.string() })])

process.on('message', (message) => {
  void run(Load.parse(message)).then(
    (done) => process.send?.({ done }),
    (error: unknown) => process.send?.({ failure: String(error) }),
  )
})

async function run({ port, tokens, rows, requests, seconds }: Load): Promise<Done> {
  const end = performance.now() + seconds * 1000
  const done = { answered: 0, failed: 0, walks: 0, missed: 0, longest: 0 }
  let sent = 0
  await Promise.all(
    tokens.map((token, number) =>
      walk({
        port,
        token,
        rows,
        number,
        mayGoOn: () => sent++ < requests && performance.now() < end,
        onAnswer(status, milliseconds) {
          done.answered++
          if (status !== 200) done.failed++
          done.longest = Math.max(done.longest, milliseconds)
        },
        onWalk(missed) {
          done.walks++
          done.missed += missed
        },
      }),
    ),
  )
  return done
}
