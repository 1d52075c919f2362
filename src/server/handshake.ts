// Connections whose TLS handshake has not ended.

import type { Server } from 'node:http'
import type { Socket } from 'node:net'

/**
 * Until its handshake ends, a TLS connection belongs to no request. The handshake may never end.
 */
export function watchHandshake(server: Server, socket: Socket, unused: Set<Socket>): void {
  const { remotePort, remoteAddress } = socket
  unused.add(socket)

  function end(): void {
    unused.delete(socket)
    server.off('secureConnection', onSecure)
  }
  function onSecure(secure: Socket): void {
    if (secure.remotePort === remotePort && secure.remoteAddress === remoteAddress) end()
  }
  server.on('secureConnection', onSecure)
  socket.once('close', end)
}
