/** The HTTP server itself: limits, request ids, and errors in the native words. What it serves is registered by app.ts. */
import { randomUUID } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox'
import Fastify, { type FastifyReply, type FastifyRequest, LogController } from 'fastify'
import type { Logger } from 'pino'
import { createAddressList } from '../lib/network/addresses.ts'
import { loopback } from '../lib/network/private-addresses.ts'
import { Refusal } from '../lib/refusal.ts'
import { DoubledKey, refuseDoubled, withoutPath } from '../lib/sent/read-json.ts'
import { decodeUtf8 } from '../lib/utf8.ts'
import { findExcess, forgetEmptyBody, unpack } from './bodies.ts'
import { createEdge } from './edge.ts'
import { type FaceWords, sendProblem } from './errors/errors.ts'
import { RefusedCall } from './errors/refused-call.ts'
import { gatherMethods } from './methods.ts'
import { compileValidator } from './validation/validation.ts'
import { nameVersion } from './version.ts'

export type HttpServer = ReturnType<typeof createHttpServer>

declare module 'fastify' {
  interface FastifyInstance {
    /** Where people reach this server: where the page is that explains errors. */
    publicUrl: string
  }
}

const maxBodyBytes = 64 * 1024
/** Of the largest bodies there are. */
const mostValues = 100_000

export interface HttpServerOptions {
  /** Where people reach the server. */
  readonly publicUrl: string
  /** The words of the faces that do not speak the native ones, by the folder of their addresses. */
  readonly faces?: Readonly<Record<string, FaceWords>>
  /** The address as the routes are to see it; it may move what belongs there into the headers. */
  readonly plainAddress?: (address: string, headers: IncomingHttpHeaders) => string
  /** Addresses and networks whose `X-Forwarded-For` is believed. Default: this machine. */
  readonly trustedProxies?: readonly string[]
}

export function createHttpServer(
  log: Logger,
  { publicUrl, faces = {}, plainAddress = address => address, trustedProxies = loopback }: HttpServerOptions,
) {
  const edge = createEdge(publicUrl, faces)
  const methods = gatherMethods()
  const server = Fastify({
    // Its own remarks, such as where it listens, are not for operators.
    loggerInstance: log.isLevelEnabled('info') ? log.child({}, { level: 'warn' }) : log,
    // The provisioning log has the calls; failures are logged where they are answered.
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: () => randomUUID(),
    rewriteUrl: ({ url = '/', headers }) => plainAddress(foldSlashes(url), headers),
    bodyLimit: maxBodyBytes,
    childLoggerFactory: logger => logger, // what is logged names its request itself
    requestTimeout: 30_000,
    forceCloseConnections: 'idle',
    return503OnClosing: false, // the edge does, in each face's words
    frameworkErrors: edge.onFrameworkError,
    clientErrorHandler: edge.onClientError,
    routerOptions: { ignoreTrailingSlash: true, maxParamLength: 500 },
  }).withTypeProvider<TypeBoxTypeProvider>()
  server.decorate('publicUrl', publicUrl)
  server.decorate('isTrustedProxy', createAddressList(trustedProxies))
  server.server.on('checkExpectation', edge.onExpectation)
  server.addHook('preClose', edge.end)
  server.addHook('onRequest', noSniffing)
  server.addHook('onRequest', edge.onRequest)
  server.addHook('onRequest', forgetEmptyBody)
  server.addHook('onRequest', nameVersion)
  server.addHook('preParsing', unpack)
  server.addHook('onRoute', methods.onRoute)
  server.addHook('onRequest', methods.onRequest)
  server.decorate('methodsAt', methods.methodsAt)
  server.setErrorHandler(sendProblem)
  server.setValidatorCompiler(compileValidator)
  const parseJson = server.getDefaultJsonParser('error', 'error')
  server.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, bytes: Buffer, done) => {
    if (bytes.length === 0) return done(null, undefined)
    const excess = findExcess(bytes, mostValues)
    if (excess) throw new Refusal('too_large', `The body holds ${excess}.`)
    const text = readUtf8(bytes)
    parseJson(request, text, (error, body) => done(error ?? findDoubled(request, text, body), body))
  })
  return server
}

/** Of a key that is there twice only the last would be read: what the other one held would be lost. */
function findDoubled(request: FastifyRequest, text: string, body: unknown): Refusal | null {
  try {
    refuseDoubled(text, body)
    return null
  } catch (error) {
    if (!(error instanceof DoubledKey)) throw error
    request.body = withoutPath(body, error.path.split('.')) // for the log
    return new RefusedCall('invalid', 'The request is not valid', [{ code: 'doubled_field', field: error.path }], {
      errors: [{ field: error.path, message: 'is there twice' }],
    })
  }
}

/** What an answer holds is what it says, and an answer of the API is no page, whoever opens it as one. */
function noSniffing({ url }: FastifyRequest, reply: FastifyReply, done: () => void): void {
  reply.header('x-content-type-options', 'nosniff')
  if (/^\/(?:api|v1|v2)\//.test(url))
    reply.headers({
      'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
      'referrer-policy': 'no-referrer',
    })
  done()
}

/** Who pastes a base address with a slash at its end means what is there. */
function foldSlashes(url: string): string {
  if (!/^\/+api(?=[/?]|$)/.test(url)) return url
  const [path = '', ...rest] = url.split('?')
  return [path.replace(/\/{2,}/g, '/'), ...rest].join('?')
}

function readUtf8(bytes: Buffer): string {
  try {
    return decodeUtf8(bytes)
  } catch {
    throw new Refusal('invalid', 'The body is not UTF-8 text.')
  }
}
