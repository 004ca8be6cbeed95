import type { FastifyRequest } from 'fastify'

/** Whether the caller only wants to see what would be done: `?mode=plan`. */
export function isPlan({ query }: FastifyRequest): boolean {
  return (query as { mode?: unknown } | null)?.mode === 'plan'
}
