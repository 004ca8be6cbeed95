/** Erasing a person: what is known of them goes, whoever kept it, and what they had ends; what counts goes on adding up. */
import { sql } from 'kysely'
import { getIdOfEmail } from '../../accounts/aliases.ts'
import { type Account, readAccount } from '../../accounts/read-account.ts'
import type { Principal } from '../../api/principal.ts'
import { refusalOf } from '../../api/problem-words.ts'
import type { Database, Reader, Transaction } from '../../db/database.ts'
import { Refusal } from '../../lib/refusal.ts'
import { recordOperation } from '../../log/record-operation.ts'
import { lockAccount } from '../../memberships/write-membership.ts'
import { isAlone } from '../../provisioning/decide/people/standing.ts'
import type { Engine } from '../../provisioning/engine.ts'
import type { AskedBy } from '../../provisioning/intents/call.ts'
import { isInReach } from '../../reach/find-organization.ts'
import { listRolesBeyond } from '../../roles/find-role.ts'
import { tellOfAccount } from '../../webhooks/tell-of-account.ts'
import { getPlace } from '../get-user.ts'
import { erasedEmail, forgetPerson, type Person } from './forget.ts'

/**
 * By who may: the account is within their reach alone, and allows nothing that they are not allowed. Throws `not_found`, or
 * `forbidden`.
 */
export async function eraseUser(
  transaction: Transaction,
  principal: Principal,
  id: number,
  by: AskedBy,
): Promise<void> {
  const who = 'the person, or who runs the server, erases it. You can let them leave.'
  const organizationId = await lockOwnAccount(transaction, principal, id, who)
  await erase(transaction, { id, organizationId }, by)
}

/**
 * Holds an account that is within the caller's reach alone and allows nothing that they are not allowed, and gives the organization
 * where the person is. Throws `not_found`, or `forbidden`; `who` says then who may in their place.
 */
export async function lockOwnAccount(
  transaction: Transaction,
  principal: Principal,
  id: number,
  who: string,
): Promise<number> {
  const { organizationId, path } = await getPlace(transaction, principal, { id })
  await lockAccount(transaction, id)
  const account = await readAccount(transaction, id)
  if (!isAlone(principal.organization, account, account.memberships))
    throw new Refusal('forbidden', `This account is not your organization’s alone: ${who}`)
  await requireRoles(transaction, principal, account, { path })
  return organizationId
}

/** By whoever runs the server. Answers the id of who was erased. Throws `not_found`. */
export async function eraseByOperator(
  kysely: Database['kysely'],
  engine: Engine,
  email: string,
  by: AskedBy,
): Promise<number> {
  const id = await getIdOfEmail(kysely, email)
  await kysely.transaction().execute(async transaction => {
    await lockAccount(transaction, id)
    await erase(transaction, { id, organizationId: null }, by)
  })
  await endPlaces(kysely, engine, id, by)
  return id
}

/** What an erased person still has goes the way of everybody who leaves. Done twice it changes nothing. */
export async function endPlaces(reader: Reader, engine: Engine, id: number, call: AskedBy) {
  const { rows: places } = await sql<{ organizationId: number; groupIds: number[]; courseIds: number[] }>`
    select m.organization_id as "organizationId",
      array(select g.id from group_members gm join groups g on g.id = gm.group_id
        where gm.user_id = m.user_id and g.organization_id = m.organization_id) as "groupIds",
      array(select distinct course_id from grants g
        where g.user_id = m.user_id and g.organization_id = m.organization_id and revoked_at is null) as "courseIds"
    from memberships m where m.user_id = ${id} order by m.organization_id`.execute(reader)
  const email = erasedEmail(id)
  const intents = places.map(
    ({ organizationId, ...stake }) =>
      ({ kind: 'leave_organization', call: { ...call, organizationId, operationId: null }, email, ...stake }) as const,
  )
  const outcomes = await Promise.all(intents.map(intent => engine.submit(intent)))
  const problems = outcomes.flatMap(outcome => (outcome.result === 'refused' ? outcome.problems : []))
  if (problems.length > 0) throw refusalOf(problems)
}

async function erase(
  transaction: Transaction,
  { id, organizationId }: { id: number; organizationId: number | null },
  by: AskedBy,
): Promise<void> {
  await forgetPerson(transaction, await readPerson(transaction, id), by.receivedAt)
  const object = { kind: 'user', id, before: { id }, after: { id, erased: true } }
  const change = { kind: 'erase_user', organizationId, userId: id, result: 'changed', object } as const
  const operationId = await recordOperation(transaction, change, by)
  const event = { type: 'user.erased', userId: id, operationId, organizations: null } as const
  await tellOfAccount(transaction, event, by.receivedAt)
}

async function readPerson(transaction: Transaction, id: number): Promise<Person> {
  const { rows } = await sql<Person>`
    select ${id}::bigint as id, array_agg(id) as ids, array_agg(email) as emails,
      (select trim(first_name || ' ' || last_name) from users where id = ${id}) as name
    from users where id = ${id} or alias_of = ${id}`.execute(transaction)
  return rows[0] as Person
}

/** Throws `forbidden`: a role within reach allows the person more than the caller is allowed. */
export async function requireRoles(
  transaction: Transaction,
  principal: Principal,
  { id, memberships }: Account,
  home: { path: readonly number[] },
): Promise<void> {
  const beyond = await listRolesBeyond(transaction, principal, home)
  const inTeams = await transaction
    .selectFrom('team_members as member')
    .innerJoin('teams as team', 'team.id', 'member.team_id')
    .innerJoin('organizations as organization', 'organization.id', 'team.organization_id')
    .select('member.role')
    .where('member.user_id', '=', id)
    .where(isInReach(principal.organization, 'organization'))
    .execute()
  const within = memberships.filter(({ path }) => path.includes(principal.organization.id))
  if ([...within, ...inTeams].some(({ role }) => beyond.includes(role)))
    throw new Refusal('forbidden', 'The person has a role that allows more than you are allowed yourself.')
}
