/** Facts as the API shows them. Pure. */
import type { Effect } from './effects.ts'
import type { EnrollmentFacts, GrantFacts, OperationFacts } from './read-facts.ts'
import { type Origin, tellGrant } from './tell-grant.ts'

type Operations = ReadonlyMap<number, OperationFacts>

export function presentEnrollment({ held_by, ...enrollment }: EnrollmentFacts, operations: Operations) {
  return { ...enrollment, suspended_by: find(operations, held_by) }
}

export function presentGrant(grant: GrantFacts, operations: Operations, gives: Effect | null) {
  const { id, source, reference, timeZone, renewal, startsAt, revokedAt } = grant
  const granted = find(operations, grant.operationId) ?? unknown(grant)
  const operation = find(operations, grant.revokedOperationId)
  const revoked = revokedAt && { at: revokedAt, reason: grant.revokedReason, operation }
  const shown = { source, origin: originOf(grant), reference, file: source === 'import' ? granted.source : null }
  const { months, days, until } = grant
  const sentence = tellGrant({
    ...shown,
    period: { months, days, until },
    timeZone,
    granted,
    gives,
    revoked: revoked && { ...revoked, author: operation?.author ?? null },
  })
  const access = showPeriod(grant)
  const terms = { access, time_zone: timeZone, renewal, starts_at: startsAt }
  return { id, stands: revokedAt === null, sentence, ...shown, ...terms, gives, granted, revoked }
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
