// Fastify answering every request with a constant. It shows how much of the upper limit Fastify
// leaves. Arguments: the port and a file with the body.

import { readFileSync } from 'node:fs'
import Fastify from 'fastify'

const [port, file = ''] = process.argv.slice(2)
const body = readFileSync(file)

const app = Fastify({ logger: false })
app.get('/*', (_request, reply) => reply.type('application/json').send(body))
await app.listen({ port: Number(port), host: '127.0.0.1' })
