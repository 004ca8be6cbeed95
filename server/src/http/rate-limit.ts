/** Calls a minute, in the words of draft-ietf-httpapi-ratelimit-headers and of the older `X-RateLimit-…` that many tools read. */
import type { FastifyReply } from 'fastify'
import type { CallCounter } from '../keys/call-counter.ts'

/** Counts a call and says how many are left; false: it is one too many. A caller without a limit is not counted. */
export function countCall(
  calls: CallCounter,
  { callerId, rateLimit }: { readonly callerId: number; readonly rateLimit: number },
  reply: FastifyReply,
  now: Date,
): boolean {
  if (rateLimit === 0) return true
  const { allowed, remaining, resetSeconds } = calls.count(callerId, rateLimit)
  reply.headers({
    'ratelimit-policy': `"default";q=${rateLimit};w=60`,
    ratelimit: `"default";r=${remaining};t=${resetSeconds}`,
    'x-ratelimit-limit': rateLimit,
    'x-ratelimit-remaining': remaining,
    'x-ratelimit-reset': Math.floor(now.getTime() / 1000) + resetSeconds,
  })
  if (!allowed) reply.header('retry-after', resetSeconds)
  return allowed
}
