/** Limits, in the words of draft-ietf-httpapi-ratelimit-headers and of the older `X-RateLimit-…` that many tools read. */
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { CallCounter } from '../keyring/call-counter.ts'
import { type LimitMet, Refusal } from '../lib/refusal.ts'
import { isPlan } from './plan-mode.ts'
import { principalOf } from './principal.ts'

export interface ToldLimit {
  readonly name: string
  readonly times: number
  /** Within so many seconds; null: at the same time. */
  readonly seconds: number | null
}

export interface Left {
  readonly remaining: number
  /** Until there are as many again as the limit says; of one that was met, when to come again. */
  readonly resetSeconds: number
  readonly isMet?: boolean
}

/** Counts a call and says how many are left; false: it is one too many. A caller without a limit is not counted. */
export function countCall(
  calls: CallCounter,
  { callerId, rateLimit }: { readonly callerId: number; readonly rateLimit: number },
  reply: FastifyReply,
  now: Date,
): boolean {
  if (rateLimit === 0) return true
  const { allowed, ...left } = calls.count(callerId, rateLimit)
  tellLimit(reply, ofCalls(rateLimit), { ...left, isMet: !allowed }, now)
  return allowed
}

/** A `preHandler` hook: a body of many is as many calls. The first of them is counted already. */
export function countElements(calls: CallCounter) {
  return async (request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    const more = Array.isArray(request.body) ? request.body.length - 1 : 0
    const { callerId, rateLimit, by } = principalOf(request)
    if (more < 1 || rateLimit === 0 || isPlan(request)) return
    const { allowed, ...left } = calls.count(callerId, rateLimit, more)
    for (const name of ['ratelimit', 'ratelimit-policy']) reply.removeHeader(name)
    tellLimit(reply, ofCalls(rateLimit), { ...left, isMet: !allowed && rateLimit > 1 }, by.receivedAt)
    if (!allowed && rateLimit > 1)
      throw new Refusal('rate_limited', `You may make ${rateLimit} calls a minute; each element is one.`)
  }
}

/** The limit of a caller's calls a minute. */
export function ofCalls(rateLimit: number): ToldLimit {
  return { name: 'default', times: rateLimit, seconds: 60 }
}

/** The whole stretch: when it began is not known here. */
export function tellLimitMet(reply: FastifyReply, { policy, limit: { times, minutes } }: LimitMet): void {
  const seconds = minutes * 60
  tellLimit(reply, { name: policy, times, seconds }, { remaining: 0, resetSeconds: seconds, isMet: true }, new Date())
}

/** Names a limit beside those that are named already. */
export function nameLimit(reply: FastifyReply, { name, times, seconds }: ToldLimit): void {
  const window = seconds === null ? 'qu="concurrent-requests"' : `w=${seconds}`
  reply.header('ratelimit-policy', [...toldIn(reply, 'ratelimit-policy'), `"${name}";q=${times};${window}`].join(', '))
}

/** And tells what is left. When one was met, that is told of this one alone. */
export function tellLimit(
  reply: FastifyReply,
  limit: ToldLimit,
  { remaining, resetSeconds, isMet = false }: Left,
  now: Date,
): void {
  const isFirst = !reply.hasHeader('ratelimit')
  const left = `"${limit.name}";r=${remaining};t=${resetSeconds}`
  nameLimit(reply, limit)
  reply.header('ratelimit', [...(isMet ? [] : toldIn(reply, 'ratelimit')), left].join(', '))
  if (isFirst || isMet)
    reply.headers({
      'x-ratelimit-limit': limit.times,
      'x-ratelimit-remaining': remaining,
      'x-ratelimit-reset': Math.floor(now.getTime() / 1000) + resetSeconds,
    })
  if (isMet) reply.header('retry-after', resetSeconds)
}

function toldIn(reply: FastifyReply, header: string): string[] {
  return [reply.getHeader(header) ?? []].flat().map(String)
}
