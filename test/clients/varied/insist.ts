// Requests by node:http, whose connections the client chooses itself.

import { type Agent, get as request } from 'node:http'
import { text } from 'node:stream/consumers'
import type { Config } from '../client.ts'
import { type Page, readPage } from '../http.ts'

/** Requests by node:http over the connections of an agent. */
export async function insist(config: Config, url: string, agent: Agent): Promise<Page> {
  for (let attempt = 1; attempt < 8; attempt++) {
    const response = await config.during(() => send(config, url, agent))
    const page = await readPage(response)
    if (page) return page
    const seconds = Number(response.headers.get('Retry-After') ?? 2 ** attempt)
    await config.sleep((seconds + 1) * 1000)
  }
  throw new Error('the API stays away')
}

const send = ({ token }: Config, url: string, agent: Agent): Promise<Response> =>
  new Promise((resolve, reject) => {
    const headers = { Accept: 'application/json', Authorization: `Bearer ${token}` }
    request(url, { agent, headers }, (message) => {
      const { statusCode: status = 0, headers: got } = message
      const wait = got['retry-after']
      text(message).then(
        (body) =>
          resolve(
            new Response(body, { status, ...(wait && { headers: { 'Retry-After': wait } }) }),
          ),
        reject,
      )
    }).on('error', reject)
  })
