// A server that answers as a mock does, apart from the changes of a test.

import { once } from 'node:events'
import { createServer, type IncomingMessage } from 'node:http'
import * as z from 'zod'
import { requestDirectly } from '../../src/transport/direct.ts'

export type Passing = {
  readonly path: string
  readonly query: URLSearchParams
  readonly accept: string
  status: number
  /** The names are in lower case. */
  headers: Map<string, string>
  text: string
}

export type Change = (passing: Passing) => void

/** Headers that this server sets itself. */
const OWN = /^(?:connection|keep-alive|content-length|transfer-encoding|date|x-mock-.*)$/

export async function startChanging(target: string, change: Change) {
  const server = createServer((request, response) => {
    void pass(request.url ?? '/', request).then(
      ({ status, headers, text }) => response.writeHead(status, [...headers].flat()).end(text),
      () => request.socket.destroy(),
    )
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = z.object({ port: z.int() }).parse(server.address())
  const url = `http://127.0.0.1:${port}`

  async function pass(
    path: string,
    { method = 'GET', headers: given }: IncomingMessage,
  ): Promise<Passing> {
    const headers = Object.fromEntries(
      Object.entries(given).map(([name, value]) => [name, String(value)]),
    )
    const answer = await requestDirectly(`${target}${path}`, { method, headers })
    const text = (await answer.text()) ?? ''
    const names = answer.rawHeaders.filter((_, index) => index % 2 === 0)
    const passing: Passing = {
      path: path.split('?')[0] ?? '',
      query: new URL(path, url).searchParams,
      accept: headers['accept'] ?? '',
      status: answer.status,
      headers: new Map(
        names.flatMap((name) => {
          const value = answer.headers.get(name)
          return OWN.test(name.toLowerCase()) || value === null ? [] : [[name.toLowerCase(), value]]
        }),
      ),
      text,
    }
    change(passing)
    return passing
  }

  return {
    url,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

type Json = Record<string, unknown>

/** Checks the list by hand, because zod would put `data` first. */
const isList = (value: unknown): value is Json & { data: Json[] } =>
  z.looseObject({ data: z.array(z.looseObject({})) }).safeParse(value).success

/** Makes a change that applies to the body of a list. */
export const inList =
  (change: (body: Json & { data: Json[] }) => void): Change =>
  (passing) => {
    if (passing.status !== 200 || !passing.text.startsWith('{')) return
    const value: unknown = JSON.parse(passing.text)
    if (!isList(value)) return
    change(value)
    passing.text = JSON.stringify(value)
  }

export const inRows = (change: (row: Json) => Json | void): Change =>
  inList((body) => {
    body.data = body.data.map((row) => change(row) ?? row)
  })

/** Makes a change that applies to errors. */
export const inStatus =
  (status: number, change: (passing: Passing, body: Json) => void): Change =>
  (passing) => {
    if (passing.status !== status || !passing.text.startsWith('{')) return
    const body = z.record(z.string(), z.unknown()).parse(JSON.parse(passing.text))
    change(passing, body)
    passing.text = JSON.stringify(body)
  }
