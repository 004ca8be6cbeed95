/** Connections made, changed and taken away. */
import { sql } from 'kysely'
import type { Principal } from '../api/principal.ts'
import type { Reader, Transaction } from '../db/database.ts'
import { requireMatch } from '../http/etag.ts'
import { refuseInvalid, textProblem, webAddressProblem } from '../lib/checks.ts'
import type { OperationKind } from '../lib/operation-kinds.ts'
import { seal, unseal } from '../lib/seal.ts'
import { recordOperation } from '../log/record-operation.ts'
import type { AskedBy } from '../provisioning/intents/call.ts'
import { getOrganizationInReach } from '../reach/find-organization.ts'
import { lockInReach } from '../reach/lock-in-reach.ts'
import type { ConnectionKind, Secrets } from './kinds.ts'
import { type ConnectionRow, getConnection } from './queries.ts'
import type { ConnectionChanges, NewConnection } from './schema.ts'

export interface ConnectionRules {
  readonly secretKey: string
  /** Whether it may be called over plain http on this machine, to be tried out. */
  readonly isHttpsDemanded: boolean
}

type Caller = Pick<Principal, 'organization'>

/** Calls a minute, of the smallest plan. */
const usualRate: Readonly<Record<ConnectionKind, number>> = { thinkific: 120 }

/** Throws `invalid` or `not_found` (organization). */
export async function createConnection(
  transaction: Transaction,
  rules: ConnectionRules,
  principal: Caller,
  { organization, kind, name, direction = 'both', thinkific, api_key, webhook_secret, rate }: NewConnection,
  by: AskedBy,
): Promise<ConnectionRow> {
  refuseInvalid({
    name: textProblem(name, 150),
    thinkific: thinkific ? null : 'must be there',
    'thinkific.base_url': addressProblem(thinkific?.base_url, rules),
  })
  const { id: organizationId } = await getOrganizationInReach(transaction, principal.organization, organization)
  const secrets: Secrets = { apiKey: api_key, webhookSecret: webhook_secret ?? null }
  const { id } = await transaction
    .insertInto('connections')
    .values({
      ...{ organization_id: organizationId, kind, name, direction, rate: rate ?? usualRate[kind] },
      settings: JSON.stringify(thinkific),
      secrets_sealed: seal(JSON.stringify(secrets), rules.secretKey),
      ...{ created_at: by.receivedAt, updated_at: by.receivedAt },
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  const after = await getConnection(transaction, principal, id)
  await record(transaction, 'create_connection', { organizationId, before: null, after }, by)
  return after
}

export interface WhichConnection {
  readonly id: number
  readonly ifMatch?: string
}

/** Tried again from the beginning. */
const anew = { refused_at: null, refusal: null, failing_since: null, failure: null, retry_at: null, failures: 0 }

/** Changes what is given and leaves the rest. Throws `not_found`, `precondition_failed` or `invalid`. */
export async function updateConnection(
  transaction: Transaction,
  rules: ConnectionRules,
  principal: Caller,
  which: WhichConnection,
  { api_key, webhook_secret, thinkific, paused, ...changes }: ConnectionChanges,
  by: AskedBy,
): Promise<ConnectionRow> {
  const { organizationId, before } = await lockConnection(transaction, principal, which)
  refuseInvalid({
    name: changes.name === undefined ? null : textProblem(changes.name, 150),
    'thinkific.base_url': addressProblem(thinkific?.base_url, rules),
  })
  const isOpenedOtherwise = api_key !== undefined || thinkific !== undefined
  await transaction
    .updateTable('connections')
    .set({
      ...changes,
      ...(thinkific && { settings: JSON.stringify(thinkific) }),
      ...((api_key ?? webhook_secret) !== undefined && {
        secrets_sealed: await sealAgain(transaction, rules, which.id, { api_key, webhook_secret }),
      }),
      ...((isOpenedOtherwise || paused === false) && anew),
      ...(paused !== undefined && { paused_at: paused ? sql`coalesce(paused_at, ${by.receivedAt})` : null }),
      updated_at: by.receivedAt,
    })
    .where('id', '=', which.id)
    .execute()
  const after = await getConnection(transaction, principal, which.id)
  await record(transaction, 'update_connection', { organizationId, before, after }, by)
  return after
}

/** What was given there stays as it is. Throws `not_found` or `precondition_failed`. */
export async function deleteConnection(
  transaction: Transaction,
  principal: Caller,
  which: WhichConnection,
  by: AskedBy,
): Promise<void> {
  const { organizationId, before } = await lockConnection(transaction, principal, which)
  for (const table of ['due_people', 'external_enrollments', 'external_things'] as const)
    await transaction.deleteFrom(table).where('connection_id', '=', which.id).execute()
  await transaction
    .updateTable('connections')
    .set({ archived_at: by.receivedAt, secrets_sealed: null, updated_at: by.receivedAt })
    .where('id', '=', which.id)
    .execute()
  await record(transaction, 'delete_connection', { organizationId, before, after: null }, by)
}

/** All of it, as soon as it is its turn; then who differs is looked at. */
export async function compareSoon(reader: Reader, id: number, now: Date): Promise<void> {
  await sql`update connections set compare_at = ${now} where id = ${id}`.execute(reader)
}

/** Throws `not_found`. */
export async function syncConnection(
  transaction: Transaction,
  principal: Caller,
  id: number,
  by: AskedBy,
): Promise<ConnectionRow> {
  const { organizationId, before } = await lockConnection(transaction, principal, { id })
  await compareSoon(transaction, id, by.receivedAt)
  await record(transaction, 'sync_connection', { organizationId, before, after: before }, by)
  return before
}

export async function lockConnection(transaction: Transaction, principal: Caller, { id, ifMatch }: WhichConnection) {
  const thing = { table: 'connections', word: 'connection', id } as const
  const { id: organizationId } = await lockInReach(transaction, principal, thing)
  const before = await getConnection(transaction, principal, id)
  requireMatch(ifMatch, before)
  return { organizationId, before }
}

async function sealAgain(
  reader: Reader,
  { secretKey }: ConnectionRules,
  id: number,
  { api_key, webhook_secret }: Pick<ConnectionChanges, 'api_key' | 'webhook_secret'>,
): Promise<Buffer> {
  const { secrets_sealed } = await reader
    .selectFrom('connections')
    .select('secrets_sealed')
    .where('id', '=', id)
    .executeTakeFirstOrThrow()
  const before = readSecrets(secrets_sealed, secretKey)
  const secrets: Secrets = { apiKey: api_key ?? before.apiKey, webhookSecret: webhook_secret ?? before.webhookSecret }
  return seal(JSON.stringify(secrets), secretKey)
}

/** Throws when SECRET_KEY is another one than it was. */
export function readSecrets(sealed: Buffer | null, secretKey: string): Secrets {
  if (sealed === null) throw new Error('A connection that was taken away has no secrets any more.')
  return JSON.parse(unseal(sealed, secretKey))
}

function addressProblem(address: string | undefined, { isHttpsDemanded }: ConnectionRules): string | null {
  if (address === undefined) return null
  const problem = webAddressProblem(address)
  if (problem) return problem
  return isHttpsDemanded && new URL(address).protocol !== 'https:' ? 'must begin with https://' : null
}

interface Written {
  readonly organizationId: number
  readonly before: ConnectionRow | null
  readonly after: ConnectionRow | null
}

function record(
  transaction: Transaction,
  kind: OperationKind,
  { organizationId, before, after }: Written,
  by: AskedBy,
) {
  const id = (before ?? after)?.id as number
  const object = { kind: 'connection', id, before: before && said(before), after: after && said(after) }
  return recordOperation(transaction, { kind, organizationId, result: before ? 'changed' : 'created', object }, by)
}

/** What somebody decided; how it goes is not of the log. */
function said({ name, kind, direction, thinkific, rate, state }: ConnectionRow) {
  return { name, kind, direction, thinkific, rate, paused: state === 'paused' }
}
