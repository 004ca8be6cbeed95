/** The operator's way to merge two accounts, whoever's they are. */
import { sql } from 'kysely'
import { describePlan } from '../api/describe-plan.ts'
import { refusalOf } from '../api/problem-words.ts'
import type { Database, Reader } from '../db/database.ts'
import { atOnce } from '../lib/in-steps.ts'
import { Refusal } from '../lib/refusal.ts'
import { permissions } from '../lib/roles/permissions.ts'
import type { Engine } from '../provisioning/engine.ts'
import type { AskedBy } from '../provisioning/intents/call.ts'
import type { MergedOutcome, Outcome } from '../provisioning/intents/outcome.ts'
import type { Item } from '../provisioning/item.ts'

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
  const { item, home } =
    undo === undefined ? await readMerge(kysely, email, other, by) : await readUndo(kysely, undo, by)
  if (!isPlan) return tell(await engine.submit<Item>(item))
  const plan = await engine.plan([item])
  const { user, with: away } = tell(plan.outcomes[0] as Outcome)
  return { result: 'planned', operation_id: null, user, with: away, changes: atOnce(describePlan(plan, home)).changes }
}

export function mergeSentence({ result, operation_id, user, with: other, changes = [] }: MergeDone): string {
  if (result === 'planned')
    return `${other} would go into ${user}:\n${changes.map(row => JSON.stringify(row)).join('\n')}`
  return `${user} and ${other}: ${result}, operation ${operation_id}. \`usher user merge --undo ${operation_id}\` takes a merge back.`
}

/** Throws what was refused. */
function tell(outcome: Outcome): MergeDone {
  if (outcome.result === 'refused') throw refusalOf(outcome.problems)
  const { result, operationId, kept, away } = outcome as MergedOutcome
  return { result, operation_id: operationId, user: kept.email, with: away.email }
}

interface Wanted {
  readonly item: Item
  readonly home: { readonly id: number }
}

async function readMerge(
  reader: Reader,
  sent: string | undefined,
  other: string | undefined,
  by: AskedBy,
): Promise<Wanted> {
  if (!sent || !other) throw new Refusal('invalid', 'Name both accounts, with --email and --with.')
  const [kept, away] = await Promise.all([getAccount(reader, sent), getAccount(reader, other)])
  const { id: keptId, email, organizationId } = kept
  const accounts = { email, emails: [away.email], keptId, awayId: away.id, homeId: null } as const
  return { item: { kind: 'merge_users', call: { ...by, organizationId }, ...accounts }, home: { id: organizationId } }
}

async function readUndo(reader: Reader, operation: number, by: AskedBy): Promise<Wanted> {
  const { rows } = await sql<{ id: number }>`
    select organization_id as id from operations
    where id = ${operation} and kind = 'merge_users' and result = 'changed'`.execute(reader)
  const [home] = rows
  if (!home) throw new Refusal('not_found', `Operation ${operation} is no merge.`)
  const caller = { by, organization: home, permissions: new Set(permissions), heldInTeams: [] }
  return { item: { caller, action: { action: 'undo', operation } }, home }
}

async function getAccount(reader: Reader, email: string) {
  const { rows } = await sql<{ id: number; email: string; organizationId: number }>`
    select account.id, account.email, m.organization_id as "organizationId" from users u
    join users account on account.id = coalesce(u.alias_of, u.id)
    join memberships m on m.user_id = account.id join organizations o on o.id = m.organization_id
    where u.email = ${email} order by cardinality(o.path), o.id limit 1`.execute(reader)
  if (!rows[0]) throw new Refusal('not_found', `Nobody who belongs to an organization has the email ${email}.`)
  return rows[0]
}
