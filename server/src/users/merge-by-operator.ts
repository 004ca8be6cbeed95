/** The operator's way to merge two accounts, whoever's they are. */
import { sql } from 'kysely'
import { describePlan } from '../api/describe-plan.ts'
import { refusalOf } from '../api/problem-words.ts'
import type { Database, Reader } from '../db/database.ts'
import { atOnce } from '../lib/in-steps.ts'
import { Refusal } from '../lib/refusal.ts'
import type { Engine } from '../provisioning/engine.ts'
import type { AskedBy } from '../provisioning/intents/call.ts'
import type { MergeIntent, UndoMergeIntent } from '../provisioning/intents/merge.ts'
import { findMerge, getAccounts } from './merge-users.ts'

export interface MergeWish {
  readonly email?: string
  readonly with?: string
  readonly plan?: boolean
  readonly undo?: number
}

export interface MergeDone {
  readonly result: string
  readonly operation_id: number | null
  readonly user: string
  readonly with: string
  /** Only of a plan. */
  readonly changes?: readonly object[]
}

/** Throws `not_found`, `invalid` or `conflict`. */
export async function mergeByOperator(
  { kysely, engine }: { kysely: Database['kysely']; engine: Engine },
  { email, with: other, plan: isPlan = false, undo }: MergeWish,
  by: AskedBy,
): Promise<MergeDone> {
  const intent = undo === undefined ? await readMerge(kysely, email, other, by) : await readUndo(kysely, undo, by)
  const about = { user: intent.email, with: intent.emails[0] }
  if (isPlan) {
    const plan = await engine.plan([intent])
    const [outcome] = plan.outcomes
    if (outcome?.result === 'refused') throw refusalOf(outcome.problems)
    const { changes } = atOnce(describePlan(plan, { id: intent.call.organizationId ?? 0 }))
    return { result: 'planned', operation_id: null, ...about, changes }
  }
  const outcome = await engine.submit(intent)
  if (outcome.result === 'refused') throw refusalOf(outcome.problems)
  return { result: outcome.result, operation_id: outcome.operationId, ...about }
}

export function mergeSentence({ result, operation_id, user, with: other, changes = [] }: MergeDone): string {
  if (result === 'planned')
    return `${other} would go into ${user}:\n${changes.map(row => JSON.stringify(row)).join('\n')}`
  return `${user} and ${other}: ${result}, operation ${operation_id}. \`usher user merge --undo ${operation_id}\` takes a merge back.`
}

async function readMerge(reader: Reader, email: string | undefined, other: string | undefined, by: AskedBy) {
  if (!email || !other) throw new Refusal('invalid', 'Name both accounts, with --email and --with.')
  const [kept, away] = await Promise.all([getAccount(reader, email), getAccount(reader, other)])
  const accounts = await getAccounts(reader, kept.id, away.id)
  const call = { ...by, organizationId: kept.organizationId }
  return { kind: 'merge_users', call, ...accounts, homeId: null } satisfies MergeIntent
}

async function readUndo(reader: Reader, operationId: number, by: AskedBy): Promise<UndoMergeIntent> {
  const found = await findMerge(reader, null, operationId)
  if (!found) throw new Refusal('not_found', `Operation ${operationId} is no merge.`)
  return { ...found.asked, call: { ...by, organizationId: found.organizationId }, homeId: null }
}

async function getAccount(reader: Reader, email: string) {
  const { rows } = await sql<{ id: number; organizationId: number }>`
    select coalesce(u.alias_of, u.id) as id, m.organization_id as "organizationId" from users u
    join memberships m on m.user_id = coalesce(u.alias_of, u.id) join organizations o on o.id = m.organization_id
    where u.email = ${email} order by cardinality(o.path), o.id limit 1`.execute(reader)
  if (!rows[0]) throw new Refusal('not_found', `Nobody who belongs to an organization has the email ${email}.`)
  return rows[0]
}
