/** The student API: `/api/v1/ping/`, `/courses/`, `/provision/student/`. Every call made with a key is in the provisioning log. */
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'
import { countCall } from '../../api/count-calls.ts'
import { idempotency } from '../../api/idempotency.ts'
import type { Database } from '../../db/database.ts'
import { isUnavailable } from '../../db/failures.ts'
import { addressOf, readKey, showsOtherwise } from '../../http/credentials.ts'
import { isPassing, problemsOf } from '../../http/errors/fault-codes.ts'
import { sayNothingWasDone } from '../../http/errors/nothing-was-done.ts'
import type { CallCounter } from '../../keyring/call-counter.ts'
import type { FoundKey, Keyring, LiveKey } from '../../keyring/find-key.ts'
import type { PasswordLinks } from '../../lib/links/password-links.ts'
import type { OperationKind } from '../../lib/operation-kinds.ts'
import { Refusal } from '../../lib/refusal.ts'
import { DoubledKey } from '../../lib/sent/read-json.ts'
import type { RecordBadKey } from '../../log/record-bad-key.ts'
import { type Engine, Unavailable } from '../../provisioning/engine.ts'
import type { Actor, Call } from '../../provisioning/intents/call.ts'
import type { CallProblemCode, Problem } from '../../provisioning/intents/problem.ts'
import { FileSent, parseForm, parseJson, parseParts, readText, UnreadableBody } from './body.ts'
import { codeOf, contentType, type ErrorCode, toErrorAnswer } from './errors.ts'
import { CoursesAnswer, ErrorAnswer, PingAnswer, ProvisionAnswer, ProvisionBody } from './schema.ts'
import { type Body, printable, toAnswer, understand } from './translate.ts'

export interface StudentApiDeps {
  readonly database: Pick<Database, 'kysely'>
  readonly engine: Engine
  readonly keyring: Keyring
  readonly calls: CallCounter
  readonly passwordLinks: PasswordLinks
  /** The active courses of an organization, by name. */
  readonly listCourses: (organizationId: number) => Promise<{ name: string; display_name: string }[]>
  /** Counts one more bad key from an address; false when there were too many. */
  readonly allowBadKey: (ip: string | null) => Promise<boolean>
  readonly recordBadKey: RecordBadKey
  readonly now: () => Date
}

const operations = ['ping', 'courses', 'provision'] as const satisfies readonly OperationKind[]

const parsers: Readonly<Record<string, (bytes: Buffer<ArrayBuffer>, type: string) => Body | Promise<Body>>> = {
  'application/json': bytes => parseJson(readText(bytes)),
  'application/x-www-form-urlencoded': bytes => parseForm(readText(bytes)),
  'multipart/form-data': parseParts,
}

interface StudentCaller {
  readonly call: Call
  /** Null: the key is not good. */
  readonly key: LiveKey | null
  /** Why it is refused, once its body has said whom it is about: for the log, of a key that is known. */
  readonly refused: readonly Problem[] | null
}

declare module 'fastify' {
  interface FastifyRequest {
    /** Null: no key was shown. */
    caller: StudentCaller | null
  }
}

const errors = { 400: ErrorAnswer, 401: ErrorAnswer, 403: ErrorAnswer, 429: ErrorAnswer, 503: ErrorAnswer }
const tags = ['Student API']
const security: Record<string, string[]>[] = [{ apiKey: [] }, { bearer: [] }]

export function studentRoutes(deps: StudentApiDeps): FastifyPluginAsyncTypebox {
  const once = idempotency(deps.database.kysely, request => ({
    callerId: callerOf(request).key.id,
    organizationId: callerOf(request).key.organization.id,
    secret: readKey(request) ?? '',
    operationId: null,
  }))
  return async app => {
    app.decorateRequest('caller', null)
    app.removeAllContentTypeParsers()
    for (const [type, parse] of Object.entries(parsers))
      app.addContentTypeParser(
        type,
        { parseAs: 'buffer' },
        async ({ headers }: FastifyRequest, bytes: Buffer<ArrayBuffer>) => parse(bytes, headers['content-type'] ?? ''),
      )
    app.setErrorHandler((error: FastifyError, request, reply) => answerFailure(deps, error, request, reply))
    app.setNotFoundHandler((request, reply) => {
      const methods = app.methodsAt(request.url)
      if (methods.length === 0) return answerProblems(deps, request, reply, [{ code: 'unknown_path', field: '' }])
      reply.header('allow', methods.join(', '))
      return answerProblems(deps, request, reply, [{ code: 'method_not_allowed', field: '', value: methods[0] }])
    })
    app.addHook('onRequest', (request, reply) => identify(deps, request, reply))

    app.get('/ping', {
      schema: { tags, security, summary: 'Test the key', response: { 200: PingAnswer, ...errors } },
      handler: async request => {
        const { key, call } = callerOf(request)
        await deps.engine.submit({ kind: 'record', call, operation: 'ping', problems: [] })
        return { status: 'ok' as const, organization: key.organization.name, organization_slug: key.organization.slug }
      },
    })

    app.get('/courses', {
      schema: { tags, security, summary: 'List course types', response: { 200: CoursesAnswer, ...errors } },
      handler: async request => {
        const { key, call } = callerOf(request)
        const courses = await deps.listCourses(key.organization.id)
        await deps.engine.submit({ kind: 'record', call, operation: 'courses', problems: [] })
        return { status: 'ok' as const, course_types: courses }
      },
    })

    app.post('/provision/student', {
      preValidation: [(request, reply) => refuseKnown(deps, request, reply), once.preValidation],
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
      // Once more: while a body comes slowly, its key may be revoked.
      preHandler: (request, reply) => identify(deps, request, reply),
      validatorCompiler: () => () => true, // translate.ts knows every fault by name, and the types no-code tools send
      handler: async (request, reply) => {
        const { intent, ignored } = understand(
          (request.body ?? {}) as Body,
          callerOf(request).call,
          request.query as Body,
        )
        const outcome = await deps.engine.submit(intent)
        if (outcome.result === 'refused') {
          sayNothingWasDone(request)
          return sendProblems(reply, outcome.problems)
        }
        return reply
          .code(outcome.result === 'created' ? 201 : 200)
          .send(toAnswer(outcome, ignored, deps.passwordLinks.shownUrl))
      },
    })
  }
}

function callerOf({ caller }: FastifyRequest): { key: LiveKey; call: Call } {
  if (!caller?.key) throw new Error('only callers with a good key come this far')
  return { key: caller.key, call: caller.call }
}

/** Lets callers with a good key through; a bad key is logged, and one that keeps trying is held off. */
async function identify(
  deps: StudentApiDeps,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply | undefined> {
  const receivedAt = request.caller?.call.receivedAt ?? deps.now()
  const rawKey = readKey(request)
  if (rawKey === null)
    return sendProblems(reply, [
      { code: 'invalid_key', field: '', value: showsOtherwise(request) ? 'elsewhere' : undefined },
    ])
  const isFirst = request.caller === null
  const ip = addressOf(request)
  const found = await deps.keyring.find(rawKey, ip)
  const key = found.state === 'live' ? found : null
  const organizationId = 'organization' in found ? found.organization.id : null
  const mayRename = key?.permissions.has('users.edit')
  request.caller = {
    key,
    refused: null,
    call: { actor: actorOf(found), organizationId, source: null, ip, receivedAt, mayRename },
  }
  if (key) {
    if (isFirst && !countCall(deps.calls, { ...key, callerId: key.id }, reply, receivedAt))
      return sendProblems(reply, [{ code: 'rate_limited', field: '' }])
    if (key.permissions.has('provision')) return
    return refuse(deps, request, reply, isFirst, { code: 'not_permitted', field: '' })
  }
  if (!(await deps.allowBadKey(ip))) return sendProblems(reply, [{ code: 'rate_limited', field: '' }])
  const problem: Problem = { code: 'invalid_key', field: '', value: found.state }
  if (organizationId !== null) return refuse(deps, request, reply, isFirst, problem)
  await deps.recordBadKey({
    kind: 'record',
    call: request.caller.call,
    operation: operationOf(request),
    problems: [problem],
  })
  return sendProblems(reply, [problem])
}

/** A known key, once the body has come: whose order it was is for the log, and for nobody else. */
async function refuse(
  deps: StudentApiDeps,
  request: FastifyRequest,
  reply: FastifyReply,
  isFirst: boolean,
  problem: Problem,
) {
  const { caller, routeOptions } = request
  if (!caller || !isFirst || !routeOptions.schema?.body) return answerProblems(deps, request, reply, [problem])
  request.caller = { ...caller, refused: [problem] }
}

async function refuseKnown(deps: StudentApiDeps, request: FastifyRequest, reply: FastifyReply) {
  if (request.caller?.refused) return answerProblems(deps, request, reply, request.caller.refused)
}

function actorOf(found: FoundKey): Actor {
  return 'id' in found
    ? { kind: 'apiKey', id: found.id, prefix: found.prefix }
    : { kind: 'unknownKey', prefix: found.prefix }
}

/** Logs what went wrong before the engine saw the call, and answers it. */
async function answerProblems(
  deps: StudentApiDeps,
  request: FastifyRequest,
  reply: FastifyReply,
  found: readonly Problem[],
  body: unknown = request.body,
) {
  // A bad key is told nothing else.
  const problems = request.caller?.refused ?? found
  await record(deps, request, problems, body)
  return sendProblems(reply, problems)
}

async function record(deps: StudentApiDeps, request: FastifyRequest, problems: readonly Problem[], body: unknown) {
  if (!request.caller) return
  const { call } = request.caller
  const { about, source } = aboutOf(body, call)
  const record = { kind: 'record', call: { ...call, source }, operation: operationOf(request), problems } as const
  await deps.engine.submit(about ? { ...record, about } : record)
}

/** Whom a call was about that never came to the engine: of an unknown key nothing is kept. */
function aboutOf(body: unknown, call: Call) {
  if (call.organizationId === null || typeof body !== 'object' || body === null) return { source: call.source }
  const { email, firstName, lastName, reference, courses, call: said } = understand(body as Body, call).intent
  return { about: { email: email || null, firstName, lastName, reference, courses }, source: said.source }
}

function operationOf(request: FastifyRequest): OperationKind {
  const word = request.url.split(/[/?]/)[3]
  return operations.find(kind => kind === word) ?? 'unknown'
}

/** Never throws: what comes out of an error handler is answered in the native words. */
async function answerFailure(deps: StudentApiDeps, error: FastifyError, request: FastifyRequest, reply: FastifyReply) {
  const fail = (failure: unknown) => sendFailure(failure, request, reply)
  if (error instanceof Refusal) return answerRefusal(deps, error, request, reply).catch(fail)
  const problem = problemOf(error)
  if (problem === null) return sendFailure(error, request, reply)
  // What is there twice is not known: of that field nothing is kept.
  const body = error instanceof DoubledKey ? { ...(error.value as object), [error.path]: undefined } : request.body
  return answerProblems(deps, request, reply, [problem], body).catch(fail)
}

/** What the parts of the server refuse that know no dialect. */
async function answerRefusal(deps: StudentApiDeps, refusal: Refusal, request: FastifyRequest, reply: FastifyReply) {
  if (!isPassing(refusal)) await record(deps, request, problemsOf(refusal), request.body)
  return sendProblems(reply, [{ code: codeOf(refusal), field: '', value: refusal.message }])
}

/** What the caller did wrong; null: nothing. */
function problemOf(error: FastifyError): Problem | null {
  if (error instanceof DoubledKey) return { code: 'doubled_field', field: printable(error.path) }
  if (error instanceof FileSent) return { code: 'wrong_type', field: printable(error.field), value: 'a file' }
  const code = faultOf(error)
  return code && { code, field: '' }
}

function faultOf(error: FastifyError): CallProblemCode | null {
  if (error instanceof UnreadableBody) return 'unreadable_body'
  if (error.statusCode === 413) return 'body_too_large'
  if (error.statusCode === 415) return 'unsupported_media_type'
  return error.statusCode && error.statusCode < 500 ? 'unreadable_body' : null
}

function sendFailure(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const code = error instanceof Unavailable || isUnavailable(error) ? 'unavailable' : 'internal'
  request.log.error(
    { err: error, request_id: request.id, route: request.routeOptions.url },
    'a student API call failed',
  )
  return sendProblems(reply, [{ code, field: '' }])
}

function sendProblems(
  reply: FastifyReply,
  problems: readonly (Omit<Problem, 'code'> & { code: ErrorCode | Problem['code'] })[],
): FastifyReply {
  const { status, body } = toErrorAnswer(problems)
  if (status === 401) reply.header('www-authenticate', 'Bearer')
  const waits = status === 429 ? '60' : status === 503 ? '1' : null
  if (waits && !reply.hasHeader('retry-after')) reply.header('retry-after', waits)
  return reply.code(status).type(contentType).serializer(JSON.stringify).send(body)
}
