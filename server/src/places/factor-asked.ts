import { sql } from 'kysely'
import type { Reader } from '../db/database.ts'
import { factorDueAt } from './factor-due.ts'
import { takesFactor, type Visitor } from './signed-in-by.ts'

export interface FactorAsked {
  readonly id: number
  readonly slug: string
  readonly name: string
  readonly dueAt: Date
  readonly isClosed: boolean
}

/** Where the person is asked for a second factor and has none; the most pressing first. */
export async function listFactorAsked(reader: Reader, visitor: Visitor): Promise<FactorAsked[]> {
  if (!takesFactor(visitor)) return []
  const { rows } = await sql<FactorAsked>`
    select id, slug, name, due_at as "dueAt", due_at <= now() as "isClosed" from (
      select organization.id, organization.slug, organization.name, ${factorDueAt(visitor.id)} as due_at
      from memberships membership join organizations organization on organization.id = membership.organization_id
      where membership.user_id = ${visitor.id} and membership.invited_at is null and membership.suspended_at is null
        and organization.archived_at is null) asked
    where due_at is not null order by due_at, id`.execute(reader)
  return rows
}
