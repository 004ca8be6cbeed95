import type { FastifyRequest } from 'fastify'

const undone = new WeakSet<FastifyRequest>()

/** And it could be otherwise now: the answer is not kept, whatever its status. */
export function sayNothingWasDone(request: FastifyRequest): void {
  undone.add(request)
}

export function wasNothingDone(request: FastifyRequest): boolean {
  return undone.has(request)
}
