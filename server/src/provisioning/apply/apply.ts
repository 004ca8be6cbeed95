/**
 * Writes a plan: one statement, with a part for each table that changes, whatever the number of rows. Foreign keys are
 * checked when it ends, so the parts may lean on one another.
 */
import type { ClientBase } from 'pg'
import { runTogether, type Statement } from '../../db/statements.ts'
import { arrayLiteral } from '../../lib/array-literal.ts'
import type { Actor } from '../intents/call.ts'
import type { Operation, Plan } from '../plan.ts'
import { deliveries, events } from '../rows/log.ts'
import { endPasswords } from './end-passwords.ts'
import { mergeStatements } from './merge.ts'
import { amendingParts, rowParts, statementsAfter } from './rows.ts'
import { isThere, join, part } from './write-parts.ts'
import { inserting, insertingInto } from './write-tables.ts'

/** Writes the plan in the transaction of `client`, and commits it. */
export async function apply(client: ClientBase, plan: Plan): Promise<void> {
  const { now } = plan
  const parts = [
    ...rowParts(plan),
    part(plan.operations, insertOperations, now),
    part(plan.events, insertEvents, now),
    part(plan.deliveries, insertDeliveries, now),
  ]
  const amends = amendingParts(plan)
  await runTogether(client, [
    join('apply', parts),
    ...(amends.some(isThere) ? [join('amend', amends)] : []),
    ...endPasswords(plan.endedPasswords.map(user => user.id)),
    ...statementsAfter(plan),
    ...mergeStatements(plan),
    ...markDue(plan),
    { name: 'commit', text: 'commit' },
  ])
}

/** Whoever keeps another platform in step looks at these people again. */
function markDue({ isConnected, rows: { enrollments } }: Plan): Statement[] {
  const changed = isConnected ? [...enrollments.added, ...enrollments.changed] : []
  if (changed.length === 0) return []
  const values = [arrayLiteral(changed.map(row => row.userId)), arrayLiteral(changed.map(row => row.courseId))]
  return [{ name: 'mark due', text: 'select mark_due($1::bigint[], $2::bigint[])', values }]
}

const insertOperations = insertingInto<Operation>('operations', {
  id: ['bigint', row => row.id],
  organization_id: ['bigint', ({ call }) => call.organizationId],
  kind: ['text', row => row.kind],
  actor_kind: ['text', ({ call }) => call.actor.kind],
  actor_id: ['bigint', ({ call }) => actorId(call.actor)],
  key_prefix: ['text', ({ call }) => keyPrefix(call.actor)],
  ip: ['inet', ({ call }) => call.ip],
  source: ['text', ({ call }) => call.source],
  reference: ['text', row => row.reference],
  email: ['text', row => row.email],
  user_id: ['bigint', row => row.userId],
  courses: ['text[]', row => arrayLiteral(row.courses)],
  result: ['text', row => row.result],
  problems: ['jsonb', ({ problems }) => (problems.length > 0 ? JSON.stringify(problems) : null)],
  at: ['timestamptz', (_, now) => now],
  duration_ms: ['real', ({ call }, now) => now.getTime() - call.receivedAt.getTime()],
  impersonator_id: ['bigint', ({ call }) => impersonatorId(call.actor)],
  acts_from: [
    'bigint',
    ({ call: { actsFrom = null, organizationId } }) => (actsFrom === organizationId ? null : actsFrom),
  ],
  first_name: ['text', row => row.firstName],
  last_name: ['text', row => row.lastName],
})

const insertEvents = inserting(events)
const insertDeliveries = inserting(deliveries)

function actorId(actor: Actor): number | null {
  return 'id' in actor ? actor.id : null
}

function impersonatorId(actor: Actor): number | null {
  return (actor.kind === 'user' && actor.impersonatorId) || null
}

function keyPrefix(actor: Actor): string | null {
  return 'prefix' in actor ? actor.prefix : null
}
