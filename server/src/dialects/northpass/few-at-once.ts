/**
 * Calls with large bodies, which take long and much memory: a few at once in this process, and fewer of one organization.
 * Whoever comes when there are as many is told so before the body is read, and comes again.
 */
import type { FastifyReply, FastifyRequest, RouteGenericInterface } from 'fastify'
import { principalOf } from '../../api/principal.ts'
import { tellLimit } from '../../http/tell-limit.ts'
import { Refused } from './errors.ts'

const mostOfOne = 2
const mostInAll = 6
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
