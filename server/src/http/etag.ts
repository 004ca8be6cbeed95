/** `ETag` and `If-Match` (RFC 9110): who changes a thing may say which state of it they saw. */
import type { FastifyReply } from 'fastify'
import { Refusal } from '../lib/refusal.ts'
import { isMatch, versionTag } from '../lib/version-tag.ts'

interface Versioned {
  readonly updated_at: Date
}

export function isVersioned(value: unknown): value is Versioned {
  return typeof value === 'object' && value !== null && 'updated_at' in value && value.updated_at instanceof Date
}

/** The thing itself, with its state in the `ETag`. */
export function tagged<Row extends Versioned>(reply: FastifyReply, row: Row): Row {
  reply.header('etag', versionTag(row.updated_at))
  return row
}

/** Throws `precondition_failed` when the caller saw another state. Call it with the row locked. */
export function requireMatch(ifMatch: string | undefined, row: Versioned): void {
  if (!isMatch(ifMatch, row.updated_at))
    throw new Refusal('precondition_failed', 'It was changed since you read it. Read it again, then decide.')
}
