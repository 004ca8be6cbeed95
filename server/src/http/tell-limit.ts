/** Limits, in the words of draft-ietf-httpapi-ratelimit-headers and of the older `X-RateLimit-…` that many tools read. */
import type { FastifyReply } from 'fastify'
import type { LimitMet } from '../lib/refusal.ts'

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
