/** Calls are counted for who makes them. */
import type { FastifyReply, FastifyRequest } from 'fastify'
import { ofCalls, tellLimit } from '../http/tell-limit.ts'
import type { CallCounter } from '../keyring/call-counter.ts'
import { Refusal } from '../lib/refusal.ts'
import { isPlan } from './plan-mode.ts'
import { principalOf } from './principal.ts'

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
