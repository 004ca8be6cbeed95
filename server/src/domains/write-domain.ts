/** Domains claimed, proven and given up. */
import type { Transaction } from '../db/database.ts'
import { refuseInvalid } from '../lib/checks.ts'
import type { OperationKind } from '../lib/operation-kinds.ts'
import { Refusal } from '../lib/refusal.ts'
import { recordOperation } from '../log/record-operation.ts'
import type { AskedBy } from '../provisioning/intents/call.ts'
import { getOrganizationInReach, type Reach } from '../reach/find-organization.ts'
import { lockInReach } from '../reach/lock-in-reach.ts'
import { readDomain } from './domain-name.ts'
import { type DomainRow, getDomain } from './queries.ts'
import type { NewDomain } from './schema.ts'
import { newToken } from './text-record.ts'

/** Of one organization. */
export const mostDomains = 100

/** Throws `invalid`, `not_found` (organization), or `conflict`: it is claimed already, or there are as many as there may be. */
export async function claimDomain(
  transaction: Transaction,
  principal: Reach,
  { organization, name: text }: NewDomain,
  by: AskedBy,
): Promise<DomainRow> {
  const { name, problem } = readDomain(text)
  refuseInvalid({ name: problem })
  const { id: organizationId } = await getOrganizationInReach(transaction, principal.organization, organization)
  // Of two who claim the last one, the second waits and counts it.
  await transaction.selectFrom('organizations').select('id').where('id', '=', organizationId).forNoKeyUpdate().execute()
  const { count } = await transaction
    .selectFrom('domains')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('organization_id', '=', organizationId)
    .executeTakeFirstOrThrow()
  if (count >= mostDomains) throw new Refusal('conflict', `An organization has at most ${mostDomains} domains.`)
  const { id } = await transaction
    .insertInto('domains')
    .values({
      organization_id: organizationId,
      name,
      token: newToken(),
      created_at: by.receivedAt,
      updated_at: by.receivedAt,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  const after = await getDomain(transaction, principal, id)
  await record(transaction, 'create_domain', { id, organizationId, before: null, after }, by)
  return after
}

/**
 * Notes what a look for the record found. Throws `not_found`, or `conflict`: there is no such record, or the domain is another
 * organization's.
 */
export async function proveDomain(
  transaction: Transaction,
  principal: Reach,
  { id, isThere }: { readonly id: number; readonly isThere: boolean | null },
  by: AskedBy,
): Promise<DomainRow> {
  const { organizationId, before } = await lockDomain(transaction, principal, id)
  if (isThere === null) throw new Refusal('conflict', 'The name servers of the domain do not answer for now.')
  if (!isThere)
    throw new Refusal('conflict', `There is no TXT record ${before.record.name} that says ${before.record.value}.`)
  await transaction
    .updateTable('domains')
    .set({
      proven_at: before.state === 'proven' ? before.proven_at : by.receivedAt,
      ...{ lapsed_at: null, looked_at: by.receivedAt, misses: 0, updated_at: by.receivedAt },
    })
    .where('id', '=', id)
    .execute()
  const after = await getDomain(transaction, principal, id)
  await record(transaction, 'prove_domain', { id, organizationId, before, after }, by)
  return after
}

/** Who came in by it stays. Throws `not_found`. */
export async function giveUpDomain(transaction: Transaction, principal: Reach, id: number, by: AskedBy): Promise<void> {
  const { organizationId, before } = await lockDomain(transaction, principal, id)
  await transaction.deleteFrom('domains').where('id', '=', id).execute()
  await record(transaction, 'delete_domain', { id, organizationId, before, after: null }, by)
}

async function lockDomain(transaction: Transaction, principal: Reach, id: number) {
  const { id: organizationId } = await lockInReach(transaction, principal, { table: 'domains', word: 'domain', id })
  return { organizationId, before: await getDomain(transaction, principal, id) }
}

interface Written {
  readonly id: number
  readonly organizationId: number
  readonly before: DomainRow | null
  readonly after: DomainRow | null
}

function record(
  transaction: Transaction,
  kind: OperationKind,
  { id, organizationId, before, after }: Written,
  by: AskedBy,
) {
  const object = { kind: 'domain', id, before, after }
  return recordOperation(transaction, { kind, organizationId, result: before ? 'changed' : 'created', object }, by)
}
