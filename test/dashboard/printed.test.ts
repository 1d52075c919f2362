import { createServer, type Server } from 'node:http'
import { text as readText } from 'node:stream/consumers'
import { afterAll, beforeAll, expect, test } from 'vitest'
import * as z from 'zod'
import { languages } from '../../src/dashboard/code/printed.ts'
import { canRun, runPrograms } from './programs.ts'

type Received = {
  readonly method: string | undefined
  readonly url: string | undefined
  readonly key: string | undefined
  readonly type: string | undefined
  readonly body: string
}

let received: Received[] = []
let server: Server
let origin = ''

beforeAll(async () => {
  server = createServer((request, response) => {
    void readText(request).then((body) => {
      const { method, url, headers } = request
      received.push({
        method,
        url,
        key: headers.authorization,
        type: headers['content-type'],
        body,
      })
      response.setHeader('Content-Type', 'text/plain')
      response.statusCode = method === 'PUT' ? 422 : 200
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
    const form = 'multipart/form-data; boundary="it\'s"'
    const parts = `--it's\r\nContent-Disposition: form-data; name="a"\r\n\r\né $HOME\r\n--it's--\r\n`
    const put = { ...post, method: 'PUT', headers: [['Content-Type', form]] as const, body: parts }
    const urlencoded = 'application/x-www-form-urlencoded'
    const fields = {
      ...post,
      headers: [['Content-Type', urlencoded]] as const,
      body: "a=it's&b=%20+",
    }
    received = []
    const requests = [post, put, fields, { url: `${origin}/c`, headers }]
    const printed = await runPrograms(name, requests.map(print))
    expect(printed.split('received')).toHaveLength(requests.length + 1)
    expect(received).toEqual([
      {
        method: 'POST',
        url: '/a?b=%20[1]',
        key: `Bearer it's "a" \\key$1`,
        type: 'application/json',
        body: hostile,
      },
      expect.objectContaining({ method: 'PUT', type: form, body: parts }),
      expect.objectContaining({ type: urlencoded, body: "a=it's&b=%20+" }),
      expect.objectContaining({ method: 'GET', url: '/c', body: '' }),
    ])
  })
}

test('the printed curl asks for the head alone where the request did', () => {
  const curl = languages.find(({ name }) => name === 'curl')
  expect(curl?.print({ url: 'http://a/', method: 'HEAD', headers: [] })).toBe(
    "curl -g -I 'http://a/'",
  )
})
