/** Facts as the API shows them. Pure. */
import type { Effect } from './effects.ts'
import type { EnrollmentFacts, GrantFacts, OperationFacts } from './read-facts.ts'
import { type Origin, tellAnother, tellGrant } from './tell-grant.ts'

type Operations = ReadonlyMap<number, OperationFacts>

export function presentEnrollment({ held_by, ...enrollment }: EnrollmentFacts, operations: Operations) {
  return { ...enrollment, suspended_by: find(operations, held_by) }
}

export function presentGrant(grant: GrantFacts, operations: Operations, gives: Effect | null, outside: string) {
  const { source, reference, timeZone, revokedAt } = grant
  const granted = find(operations, grant.operationId) ?? unknown(grant)
  const operation = find(operations, grant.revokedOperationId)
  const revoked = revokedAt && { at: revokedAt, reason: grant.revokedReason, operation }
  const shown = { source, origin: originOf(grant), reference, file: source === 'import' ? granted.source : null }
  const told = { ...shown, period: grant, timeZone, granted, gives }
  const sentence = tellGrant(
    { ...told, revoked: revoked && { ...revoked, author: operation?.author ?? null } },
    outside,
  )
  return { ...termsOf(grant), sentence, ...shown, gives, granted, revoked }
}

/** One that is not for the reader to know: where it came from, by whom, and why it ended, is left out. */
export function presentAnother(grant: GrantFacts, gives: Effect | null) {
  const revoked = grant.revokedAt && { at: grant.revokedAt, reason: null, operation: null }
  const told = { period: grant, timeZone: grant.timeZone, gives, revoked: revoked && { ...revoked, author: null } }
  const hidden = { source: null, origin: null, reference: null, file: null, granted: null }
  return { ...termsOf(grant), sentence: tellAnother(told), ...hidden, gives, revoked }
}

function termsOf(grant: GrantFacts) {
  const { id, revokedAt, timeZone, renewal, startsAt } = grant
  const access = showPeriod(grant)
  return { id, stands: revokedAt === null, access, time_zone: timeZone, renewal, starts_at: startsAt }
}

function find(operations: Operations, id: number | null): OperationFacts | null {
  return (id !== null && operations.get(id)) || null
}

/** Of a grant whose line is no longer in the log. */
function unknown({ operationId: id, startsAt: at }: GrantFacts): OperationFacts {
  return {
    id,
    kind: 'unknown',
    at,
    source: null,
    author: { kind: 'system', name: null, prefix: null, impersonated_by: null },
  }
}

function originOf({ source: kind, originId: id, originName: name, originProduct: product }: GrantFacts): Origin | null {
  return id === null ? null : { kind, id, name, product }
}

function showPeriod({ months, days, until }: GrantFacts) {
  if (months !== null) return { months }
  if (days !== null) return { days }
  return until ? { until } : null
}
