import type { IncomingMessage } from 'node:http'
import { isLoopback } from '../lib/network/private-addresses.ts'

/**
 * Whether somebody at this very machine asks, under this machine's own name and not through a proxy. The name matters:
 * a page elsewhere may give its own name the address 127.0.0.1 and would then read what a browser here is shown.
 */
export function isLocalCaller({
  headers,
  socket,
}: Pick<IncomingMessage, 'headers'> & { socket: { remoteAddress?: string } }): boolean {
  return (
    isLoopback(socket.remoteAddress ?? '') &&
    /^(?:localhost|127\.0\.0\.1|\[::1\])(?::\d{1,5})?$/i.test(headers.host ?? '') &&
    !Object.keys(headers).some(name => name.startsWith('x-forwarded-') || proxyHeaders.includes(name))
  )
}

const proxyHeaders = ['forwarded', 'via', 'x-real-ip']
