/**
 * `Idempotency-Key` (IETF draft-ietf-httpapi-idempotency-key-header): the same POST sent again, because its answer did not
 * arrive, is done once and answered as the first time. Requests without the header are not looked at.
 */
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Reader } from '../db/database.ts'
import { wasNothingDone } from '../http/errors/nothing-was-done.ts'
import { Refusal } from '../lib/refusal.ts'
import { type Answer, claim, keepAnswer, type Once, takeBackClaim } from './idempotent-answers.ts'
import { isPlan } from './plan-mode.ts'

export interface OnceCaller {
  readonly callerId: number
  /** In which it acts: the same words said in another one ask for something else. */
  readonly organizationId: number
  /** What nobody but the caller has. */
  readonly secret: string
  readonly operationId: number | null
}

export interface IdempotencyHooks {
  /** After the body was read, before anything is done. Answers what was answered before. */
  preValidation(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply | undefined>
  /** Keeps what is answered. */
  onSend(request: FastifyRequest, reply: FastifyReply, payload: unknown): Promise<void>
}

const maxLength = 255
const keptHeaders = ['content-type', 'etag', 'location', 'usher-operation']

/** `callerOf` gives who asks, once that is known. Throws the refusals of the draft. */
export function idempotency(reader: Reader, callerOf: (request: FastifyRequest) => OnceCaller): IdempotencyHooks {
  const underWay = new WeakMap<FastifyRequest, Once>()

  return {
    async preValidation(request, reply) {
      const header = request.headers['idempotency-key']
      if (header === undefined || request.method !== 'POST' || isPlan(request)) return
      const { organizationId, ...caller } = callerOf(request)
      const once = { ...readOnce(request, String(header), organizationId), ...caller }
      const claimed = await claim(reader, once)
      switch (claimed.state) {
        case 'claimed':
          underWay.set(request, once)
          return
        case 'answered':
          return replay(reply, claimed.answer)
        case 'other_request':
          throw new Refusal(
            'idempotency_key_reused',
            'This Idempotency-Key came before, with another request, in another organization or in another session.',
          )
        case 'under_way':
          throw new Refusal('idempotency_key_in_use', 'The request with this Idempotency-Key is still under way.')
        case 'answer_lost':
          throw new Refusal('idempotency_answer_lost', `It was done, once: operation ${claimed.operationId}.`)
        case 'answer_erased':
          throw new Refusal('idempotency_answer_lost', 'It was done, once; somebody of whom it spoke was erased since.')
      }
    },

    async onSend(request, reply, payload) {
      const once = underWay.get(request)
      if (!once) return
      const { statusCode: status } = reply
      // What changed nothing and may go better the next time is not kept: only what no time makes right.
      const isDone = status <= 400 && !wasNothingDone(request)
      const isKept = isDone && (typeof payload === 'string' || payload == null)
      await (isKept
        ? keepAnswer(reader, once, { status, headers: readHeaders(reply), body: toKept((payload as string) ?? '') })
        : takeBackClaim(reader, once)
      ).catch(error => request.log.error({ err: error, request_id: request.id }, 'an answer could not be kept'))
    },
  }
}

const longestKept = 1024 * 1024

/** Of what is too large to be kept for a year the ids of its operations. */
function toKept(body: string): string {
  if (body.length <= longestKept) return body
  const { operation_id, results } = JSON.parse(body) as { operation_id?: number; results?: readonly KeptResult[] }
  const done = results?.map(({ status, operation_id }) => ({ status, operation_id }))
  return JSON.stringify({ operation_id, results: done })
}

type KeptResult = { readonly status?: number; readonly operation_id?: number }

/** The draft's quoted text, or the same without its quotation marks. */
export function unquoteKey(header: string): string {
  return /^"(.*)"$/.exec(header.trim())?.[1] ?? header.trim()
}

function readOnce(request: FastifyRequest, header: string, organizationId: number) {
  const idempotencyKey = unquoteKey(header)
  if (idempotencyKey === '' || idempotencyKey.length > maxLength) {
    const message = `must have 1 to ${maxLength} characters`
    throw new Refusal('invalid', `Idempotency-Key ${message}`, [{ field: 'Idempotency-Key', message }])
  }
  const asked = `${organizationId} ${request.method} ${request.url}\n${JSON.stringify(request.body ?? null)}`
  return { idempotencyKey, asked }
}

function readHeaders(reply: FastifyReply): Record<string, string> {
  return Object.fromEntries(
    keptHeaders.flatMap(name => (reply.hasHeader(name) ? [[name, String(reply.getHeader(name))]] : [])),
  )
}

function replay(reply: FastifyReply, { status, headers, body }: Answer): FastifyReply {
  reply.code(status).headers({ ...headers, 'idempotent-replayed': 'true' })
  return reply.serializer(text => text as string).send(body)
}
