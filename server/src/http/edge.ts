/**
 * What no route gets to see: an address or headers that cannot be taken, a caller that is too slow, anything at all while
 * the server ends. Each face has its own words for it; which face it is shows in the address.
 */
import { randomUUID } from 'node:crypto'
import { type IncomingMessage, type ServerResponse, STATUS_CODES } from 'node:http'
import type { Socket } from 'node:net'
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'
import { Refusal, type RefusalCode } from '../lib/refusal.ts'
import { type FaceWords, nativeWords } from './errors/errors.ts'

const details = {
  unreadable_request: 'This is not HTTP, or the address has a percent sign where none belongs.',
  request_timeout: 'The request did not arrive in time.',
  address_too_long: 'No address here is as long as this.',
  headers_too_large: 'Send fewer or shorter headers.',
  unmet_expectation: 'The only expectation that can be met is 100-continue.',
  unavailable: 'Try again in a moment.',
} satisfies Partial<Record<RefusalCode, string>>

export type EdgeCode = keyof typeof details

/** `faces`: those with words of their own, by the folder of their addresses. */
export function createEdge(publicUrl: string, faces: Readonly<Record<string, FaceWords>>) {
  const ownWords = nativeWords(publicUrl)
  const addresses = new WeakMap<Socket, string>() // the last one that each connection asked for
  let ending = false

  function answerTo(address: string, code: EdgeCode) {
    const folder = Object.keys(faces).find(folder => address.startsWith(`${folder}/`))
    const { type, answer } = (folder && faces[folder]) || ownWords
    const { status, body: value } = answer(new Refusal(code, details[code]), randomUUID())
    const body = JSON.stringify(value)
    const headers = {
      'content-type': type,
      'content-length': Buffer.byteLength(body),
      'x-content-type-options': 'nosniff',
    }
    return { status, headers: { ...headers, ...(status === 503 && { 'retry-after': '1' }) }, body }
  }

  function send(request: FastifyRequest, reply: FastifyReply, code: EdgeCode): void {
    const { status, headers, body } = answerTo(request.url, code)
    reply.code(status).headers(headers).send(body)
  }

  return {
    /** From now on nothing is begun any more. */
    async end(): Promise<void> {
      ending = true
    },

    /** An `onRequest` hook. */
    onRequest(request: FastifyRequest, reply: FastifyReply, done: () => void): void {
      addresses.set(request.raw.socket, request.url)
      if (ending) send(request, reply, 'unavailable')
      else done()
    },

    /** What Fastify cannot find a route for. */
    onFrameworkError(error: FastifyError, request: FastifyRequest, reply: FastifyReply): void {
      send(request, reply, error.code === 'FST_ERR_MAX_PARAM_LENGTH' ? 'address_too_long' : 'unreadable_request')
    },

    onExpectation(request: IncomingMessage, response: ServerResponse): void {
      const { status, headers, body } = answerTo(request.url ?? '', 'unmet_expectation')
      response.writeHead(status, { ...headers, connection: 'close' }).end(body)
    },

    /** What Node cannot read as a request, or did not get in time. */
    onClientError(error: ClientError, socket: Socket): void {
      if (!socket.writable) {
        socket.destroy()
        return
      }
      const address = addressIn(error) ?? addresses.get(socket) ?? ''
      socket.end(toHttp(answerTo(address, clientErrors[error.code] ?? 'unreadable_request')))
      socket.destroySoon()
    },
  }
}

interface ClientError {
  readonly code: string
  /** Bytes, whatever Fastify's types say. */
  readonly rawPacket: unknown
}

const clientErrors: Readonly<Record<string, EdgeCode>> = {
  ERR_HTTP_REQUEST_TIMEOUT: 'request_timeout',
  HPE_HEADER_OVERFLOW: 'headers_too_large',
}

/** The address, where a request begins in what was read last. */
function addressIn({ rawPacket }: ClientError): string | undefined {
  const start = rawPacket instanceof Uint8Array ? Buffer.from(rawPacket).toString('latin1', 0, 200) : ''
  return /^[A-Z]+ (\/\S*)/.exec(start)?.[1]
}

function toHttp({ status, headers, body }: { status: number; headers: object; body: string }): string {
  const lines = Object.entries({ ...headers, connection: 'close' }).map(([name, value]) => `${name}: ${value}`)
  return [`HTTP/1.1 ${status} ${STATUS_CODES[status]}`, ...lines, '', body].join('\r\n')
}
