/**
 * Who goes on at once, and who waits or is sent away. The real service lets ten calls a second through and takes more than a tenth of a second for each, so scripts that call one
 * after the other never meet its limit. We answer sooner: who is faster than the pace waits for a turn, in the order of
 * coming, and is refused only when too many wait. It is kept for each key, in this process. Of calls with large bodies there
 * are a few at once.
 */
import type { FastifyReply, FastifyRequest, RouteGenericInterface } from 'fastify'
import { principalOf } from '../../api/principal.ts'
import { nameLimit, ofCalls, tellLimit } from '../../http/tell-limit.ts'
import type { LiveKey } from '../../keyring/find-key.ts'
import { Refused } from './errors.ts'
import { settingsFrom } from './settings.ts'

/** So many seconds a caller may wait at most, and so many callers of a key, whatever its pace. */
const mostSeconds = 5
const mostWaiting = 500

export interface Turn {
  /** Comes when the call may go on. */
  readonly comes: Promise<void>
  /** How many more may come in this second. */
  readonly remaining: number
  /** Who hung up waits no longer, and takes nobody's turn. */
  leave(): void
}

interface Lane {
  second: number
  /** Calls that went on in that second. */
  count: number
  /** Calls a second; 0: as many as they like. */
  limit: number
  readonly waiting: Set<() => void>
  timer?: NodeJS.Timeout
}

export type Pace = ReturnType<typeof createPace>

export function createPace(now: () => Date) {
  const lanes = new Map<number, Lane>() // by key
  let swept = 0
  let isOver = false

  const secondOf = (time: Date) => Math.floor(time.getTime() / 1000)

  /** Lets go on who may, and comes again in the next second for the others. */
  function release(lane: Lane): void {
    const time = now()
    if (lane.second !== secondOf(time)) Object.assign(lane, { second: secondOf(time), count: 0 })
    for (const goOn of lane.waiting) {
      if (!isOver && lane.limit > 0 && lane.count >= lane.limit) break
      lane.waiting.delete(goOn)
      lane.count++
      goOn()
    }
    clearTimeout(lane.timer)
    lane.timer = lane.waiting.size > 0 ? setTimeout(release, 1000 - (time.getTime() % 1000), lane) : undefined
  }

  /** Lanes that nobody is in are forgotten, once a second. */
  function sweep(second: number): void {
    if (second === swept) return
    swept = second
    for (const [id, lane] of lanes) if (lane.second !== second && lane.waiting.size === 0) lanes.delete(id)
  }

  return {
    /** Null: too many of this key wait. */
    take(keyId: number, limit: number): Turn | null {
      const second = secondOf(now())
      sweep(second)
      const lane = lanes.get(keyId) ?? { second, count: 0, limit, waiting: new Set() }
      lanes.set(keyId, lane)
      lane.limit = limit
      release(lane)
      if (lane.waiting.size >= Math.min(limit * mostSeconds, mostWaiting) && lane.count >= limit && limit > 0)
        return null
      const { promise: comes, resolve } = Promise.withResolvers<void>()
      lane.waiting.add(resolve)
      release(lane)
      return { comes, remaining: Math.max(limit - lane.count, 0), leave: () => void lane.waiting.delete(resolve) }
    },

    /** Whoever waits goes on at once, and nobody waits any more: the server is about to end. */
    end(): void {
      isOver = true
      for (const lane of lanes.values()) release(lane)
    },
  }
}

/** Throws `Refused` (429) when too many wait. Who hangs up meanwhile is not gone on with. */
export async function waitForTurn(
  pace: Pace,
  now: () => Date,
  { id, rateLimit, organization }: LiveKey,
  reply: FastifyReply,
): Promise<void> {
  const { calls_a_second: times } = settingsFrom(organization.dialects)
  const turn = pace.take(id, times)
  if (turn === null && rateLimit > 0) nameLimit(reply, ofCalls(rateLimit))
  const left = { remaining: turn?.remaining ?? 0, resetSeconds: 1, isMet: turn === null }
  if (times > 0) tellLimit(reply, { name: 'pace', times, seconds: 1 }, left, now())
  if (turn === null) throw new Refused(429, { detail: `This key may make ${times} calls a second, and too many wait.` })
  reply.raw.once('close', turn.leave)
  await turn.comes
}

/**
 * Calls with large bodies take long and much memory: so many at once in this process, and of one organization. Whoever comes
 * when there are as many is told so before the body is read, and comes again.
 */
const [mostInAll, mostOfOne] = [6, 2]
/** Up to so many bytes a body costs as little as any other. */
const small = 64 * 1024

type Handler<Route extends RouteGenericInterface> = (
  request: FastifyRequest<Route>,
  reply: FastifyReply,
) => Promise<FastifyReply>

export type FewAtOnce = ReturnType<typeof createFewAtOnce>

/** Gives a function that makes of a handler one that is counted, with the hook that does it; all of them together. */
export function createFewAtOnce() {
  const underWay = new Set<{ readonly organizationId: number }>()
  const calls = new WeakMap<object, { readonly organizationId: number; isHandled: boolean }>()

  async function onRequest(request: FastifyRequest, reply: FastifyReply): Promise<void> {
    if (Number(request.headers['content-length'] ?? Number.POSITIVE_INFINITY) <= small) return
    if (request.heldBack) throw request.heldBack // so much is not read for the log
    const call = { organizationId: principalOf(request).organization.id, isHandled: false }
    const own = [...underWay].filter(({ organizationId }) => organizationId === call.organizationId)
    if (own.length >= mostOfOne || underWay.size >= mostInAll) {
      const limit = { name: 'large-bodies', times: mostOfOne, seconds: null }
      tellLimit(reply, limit, { remaining: 0, resetSeconds: 5, isMet: true }, new Date())
      throw new Refused(429, { detail: 'Other calls for many people are under way. Try again when they are answered.' })
    }
    underWay.add(call)
    calls.set(request, call)
    // Who hangs up is not done yet: what is under way goes on.
    reply.raw.once('close', () => {
      if (!call.isHandled) underWay.delete(call)
    })
  }

  return <Route extends RouteGenericInterface>(handler: Handler<Route>) => ({
    onRequest,
    async handler(request: FastifyRequest<Route>, reply: FastifyReply) {
      const call = calls.get(request)
      if (call) call.isHandled = true
      try {
        return await handler(request, reply)
      } finally {
        if (call) underWay.delete(call)
      }
    },
  })
}
