/** `Link` (RFC 8288) with the address of the next page of a list: who follows it need not put one together. */
import type { FastifyReply, FastifyRequest } from 'fastify'

/** A `preSerialization` hook. `publicUrl` is where callers reach us. */
export function linkNextPage({ publicUrl }: { readonly publicUrl: string }) {
  return async (request: FastifyRequest, reply: FastifyReply, answer: unknown): Promise<unknown> => {
    const cursor = nextCursorOf(answer)
    if (cursor === null) return answer
    const next = new URL(request.url, publicUrl)
    next.searchParams.set('cursor', cursor)
    reply.header('link', `<${next.href}>; rel="next"`)
    return answer
  }
}

function nextCursorOf(answer: unknown): string | null {
  if (typeof answer !== 'object' || answer === null || !('next_cursor' in answer)) return null
  return typeof answer.next_cursor === 'string' ? answer.next_cursor : null
}
