/** The student API: `/api/v1/ping/`, `/courses/`, `/provision/student/`. Every call made with a key is in the provisioning log. */
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { callIn, requireDone } from '../../api/ask.ts'
import { type Face, speakAs } from '../../api/face.ts'
import { idempotency } from '../../api/idempotency.ts'
import { findLiveKey, identifyKey, type KeyDeps, keyOf } from '../../api/key-caller.ts'
import { principalOf, requirePermission } from '../../api/principal.ts'
import type { SentAbout } from '../../api/record-refused.ts'
import type { Database } from '../../db/database.ts'
import { RefusedCall } from '../../http/errors/refused-call.ts'
import { refuseAddress } from '../../http/methods.ts'
import type { PasswordLinks } from '../../lib/links/password-links.ts'
import type { OperationKind } from '../../lib/operation-kinds.ts'
import { DoubledKey } from '../../lib/sent/read-json.ts'
import type { Call } from '../../provisioning/intents/call.ts'
import { parseForm, parseJson, parseParts, readText } from './body.ts'
import { words } from './errors.ts'
import { CoursesAnswer, ErrorAnswer, PingAnswer, ProvisionAnswer, ProvisionBody } from './schema.ts'
import { type Body, printable, toAnswer, understand } from './translate.ts'

export interface StudentApiDeps extends KeyDeps {
  readonly database: Pick<Database, 'kysely'>
  readonly passwordLinks: PasswordLinks
  /** The active courses of an organization, by name. */
  readonly listCourses: (organizationId: number) => Promise<{ name: string; display_name: string }[]>
}

const operations = ['ping', 'courses', 'provision'] as const satisfies readonly OperationKind[]

const parsers: Readonly<Record<string, (bytes: Buffer<ArrayBuffer>, type: string) => Body | Promise<Body>>> = {
  'application/json': bytes => parseJson(readText(bytes)),
  'application/x-www-form-urlencoded': bytes => parseForm(readText(bytes)),
  'multipart/form-data': parseParts,
}

const errors = { 400: ErrorAnswer, 401: ErrorAnswer, 403: ErrorAnswer, 429: ErrorAnswer, 503: ErrorAnswer }
const tags = ['Student API']
const security: Record<string, string[]>[] = [{ apiKey: [] }, { bearer: [] }]

export function studentRoutes(deps: StudentApiDeps): FastifyPluginAsyncTypebox {
  const once = idempotency(deps.database.kysely, request => {
    const { callerId, secret, organization } = principalOf(request)
    return { callerId, secret, organizationId: organization.id, operationId: null }
  })
  const mayCall = (request: FastifyRequest) => requirePermission(principalOf(request), 'provision')
  const face: Face = {
    words,
    operationOf,
    isTold: () => true,
    readSaid,
    async identify(request, reply) {
      await identifyKey(deps, request, reply)
      mayCall(request)
    },
  }
  /** While a body comes slowly, its key may be revoked. */
  async function lookAgain(request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const { permissions } = await findLiveKey(deps, request, reply, callOf(request).receivedAt)
    requirePermission({ permissions }, 'provision')
  }
  return async app => {
    app.removeAllContentTypeParsers()
    for (const [type, parse] of Object.entries(parsers))
      app.addContentTypeParser(type, { parseAs: 'buffer' }, (request: FastifyRequest, bytes: Buffer<ArrayBuffer>) =>
        parseBody(parse, request, bytes),
      )
    speakAs(face, app, deps)
    app.setNotFoundHandler(refuseAddress)

    app.get('/ping', {
      schema: { tags, security, summary: 'Test the key', response: { 200: PingAnswer, ...errors } },
      handler: async request => {
        const { name, slug } = keyOf(request).organization
        await deps.engine.submit({ kind: 'record', call: callOf(request), operation: 'ping', problems: [] })
        return { status: 'ok' as const, organization: name, organization_slug: slug }
      },
    })

    app.get('/courses', {
      schema: { tags, security, summary: 'List course types', response: { 200: CoursesAnswer, ...errors } },
      handler: async request => {
        const courses = await deps.listCourses(principalOf(request).organization.id)
        await deps.engine.submit({ kind: 'record', call: callOf(request), operation: 'courses', problems: [] })
        return { status: 'ok' as const, course_types: courses }
      },
    })

    app.post('/provision/student', {
      preValidation: once.preValidation,
      onSend: once.onSend,
      schema: {
        tags,
        security,
        summary: 'Create and enrol a student',
        description: 'Safe to repeat. 201 when the account was made now, 200 when it was there.',
        consumes: Object.keys(parsers),
        body: ProvisionBody,
        response: { 200: ProvisionAnswer, 201: ProvisionAnswer, ...errors },
      },
      preHandler: lookAgain,
      validatorCompiler: () => () => true, // translate.ts knows every fault by name, and the types no-code tools send
      handler: async (request, reply) => {
        const { intent, ignored } = understand((request.body ?? {}) as Body, callOf(request), request.query as Body)
        const outcome = requireDone(await deps.engine.submit(intent))
        reply.header('usher-operation', outcome.operationId)
        return reply
          .code(outcome.result === 'created' ? 201 : 200)
          .send(toAnswer(outcome, ignored, deps.passwordLinks.shownUrl))
      },
    })
  }
}

type Parse = (typeof parsers)[string]

/** Of what is there twice nothing is known: of that field nothing is kept. */
async function parseBody(parse: Parse, request: FastifyRequest, bytes: Buffer<ArrayBuffer>): Promise<Body> {
  try {
    return await parse(bytes, request.headers['content-type'] ?? '')
  } catch (error) {
    if (!(error instanceof DoubledKey)) throw error
    request.body = { ...(error.value as object), [error.path]: undefined }
    throw new RefusedCall('invalid', error.message, [{ code: 'doubled_field', field: printable(error.path) }])
  }
}

function callOf(request: FastifyRequest): Call {
  return callIn(request, principalOf(request).organization.id)
}

function operationOf({ url }: FastifyRequest): OperationKind {
  const word = url.split(/[/?]/)[3]
  return operations.find(kind => kind === word) ?? 'unknown'
}

function readSaid({ body }: FastifyRequest): SentAbout[] {
  if (typeof body !== 'object' || body === null) return []
  const { email, firstName, lastName, reference, courses, call } = understand(body as Body, nobody).intent
  return [{ email: email || null, firstName, lastName, reference, courses, source: call.source }]
}

/** Who says it does not change what is said. */
const nobody: Call = {
  actor: { kind: 'system' },
  organizationId: null,
  source: null,
  ip: null,
  receivedAt: new Date(0),
}
