/** The HTTP server itself: limits, request ids, and errors in the native words. What it serves is registered by app.ts. */
import { randomUUID } from 'node:crypto'
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox'
import Fastify, { LogController } from 'fastify'
import type { Logger } from 'pino'
import { sendProblem } from './errors.ts'

export type HttpServer = ReturnType<typeof createHttpServer>

const maxBodyBytes = 64 * 1024

/** `x-forwarded-for` is believed from this machine alone: from a proxy in front of Usher. */
export function createHttpServer(log: Logger) {
  const server = Fastify({
    // Its own remarks, such as where it listens, are not for operators.
    loggerInstance: log.isLevelEnabled('info') ? log.child({}, { level: 'warn' }) : log,
    // The provisioning log has the calls; failures are logged where they are answered.
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: () => randomUUID(),
    bodyLimit: maxBodyBytes,
    trustProxy: isLoopback,
    childLoggerFactory: logger => logger, // what is logged names its request itself
    requestTimeout: 30_000,
    forceCloseConnections: 'idle',
    routerOptions: { ignoreTrailingSlash: true, maxParamLength: 500 },
    ajv: { customOptions: { allErrors: true, coerceTypes: false, removeAdditional: false } },
  }).withTypeProvider<TypeBoxTypeProvider>()
  server.setErrorHandler(sendProblem)
  return server
}

function isLoopback(address: string): boolean {
  return address === '::1' || /^(?:::ffff:)?127\./.test(address)
}
