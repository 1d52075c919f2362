// Runs json-server on the loopback interface. Its command line ignores --host, so this uses its
// app. Arguments: the port and a file with the data.

import { readFileSync } from 'node:fs'
import { createApp } from 'json-server/lib/app.js'

const [port, file = ''] = process.argv.slice(2)

createApp({ data: JSON.parse(readFileSync(file, 'utf8')) }).listen(
  Number(port),
  undefined,
  '127.0.0.1',
)
