// The upper limit: node:http answering every request with a constant. The body is a string, because
// the head and the body then leave in one write. Arguments: the port and a file with the body.

import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'

const [port, file = ''] = process.argv.slice(2)
const body = readFileSync(file, 'latin1')
const headers = { 'Content-Type': 'application/json', 'Content-Length': body.length }

createServer((_request, response) => {
  response.writeHead(200, headers).end(body, 'latin1')
}).listen(Number(port), '127.0.0.1')
