import { createServer, type Server } from 'node:http'
import { text as readText } from 'node:stream/consumers'
import { afterAll, beforeAll, expect, test } from 'vitest'
import * as z from 'zod'
import { languages } from '../../src/dashboard/code/printed.ts'
import { canRun, runProgram } from './programs.ts'

type Received = {
  readonly method: string | undefined
  readonly url: string | undefined
  readonly key: string | undefined
  readonly body: string
}

let received: Received | undefined
let server: Server
let origin = ''

beforeAll(async () => {
  server = createServer((request, response) => {
    void readText(request).then((body) => {
      const { method, url, headers } = request
      received = { method, url, key: headers.authorization, body }
      response.setHeader('Content-Type', 'text/plain')
      response.end('{"data":"received"}')
    })
  })
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  origin = `http://127.0.0.1:${z.object({ port: z.int() }).parse(server.address()).port}`
})

afterAll(() => void server.close())

const hostile = String.raw`{"a":"it's \\ $HOME \n {$x} #{y} é 😀 %s \u0041 \"q\""}`

for (const { name, print } of languages) {
  test.skipIf(!canRun(name))(`the printed ${name} sends the request as it was`, async () => {
    const headers = [
      ['Authorization', `Bearer it's "a" \\key$1`],
      ['Accept', 'application/json'],
      ['Content-Type', 'application/json'],
    ] as const
    const post = { url: `${origin}/a?b=%20[1]`, method: 'POST', headers, body: hostile }
    expect(await runProgram(name, print(post))).toContain('received')
    expect(received).toEqual({
      method: 'POST',
      url: '/a?b=%20[1]',
      key: `Bearer it's "a" \\key$1`,
      body: hostile,
    })
    expect(await runProgram(name, print({ url: `${origin}/c`, headers }))).toContain('received')
    expect(received).toMatchObject({ method: 'GET', url: '/c', body: '' })
  })
}
