// The load generator in a process of its own. It receives a load by message and answers with the
// measurements.

import { driveConnection } from './connection.ts'
import { createLatencies } from './latencies.ts'
import { Load, type Measured, type Reply } from './load-messages.ts'
import { streamNamed } from './streams.ts'

process.on('message', (message) => {
  void run(Load.parse(message)).then(
    (measured) => reply({ measured }),
    (error: unknown) => reply({ failure: error instanceof Error ? error.message : String(error) }),
  )
})

function reply(message: Reply): void {
  process.send?.(message)
}

async function run({
  port,
  token,
  stream,
  extent,
  from,
  seconds,
  connections,
}: Load): Promise<Measured> {
  const { pathOf, bodyOf } = streamNamed(stream)
  const pathAt = pathOf(extent)
  const body = bodyOf && JSON.stringify(bodyOf(extent))
  const method = body === undefined ? 'GET' : 'POST'
  const head = ` HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nAuthorization: Bearer ${token}\r\nAccept: application/json\r\n`
  const tail =
    body === undefined
      ? '\r\n'
      : `Content-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`
  const latencies = createLatencies()
  const cpu = process.cpuUsage()
  const start = performance.now()
  const end = start + seconds * 1000
  let number = from

  await Promise.all(
    Array.from({ length: connections }, () =>
      driveConnection({
        port,
        next: () =>
          performance.now() < end ? `${method} ${pathAt(number++)}${head}${tail}` : undefined,
        onAnswer(milliseconds) {
          if (performance.now() < end) latencies.add(milliseconds)
        },
      }),
    ),
  )
  const { user, system } = process.cpuUsage(cpu)
  return {
    sent: number - from,
    perSecond: latencies.total() / seconds,
    p99: latencies.percentile(99),
    busy: (user + system) / 1000 / (performance.now() - start),
  }
}
