import type { Principal } from '../api/principal.ts'
import type { Transaction } from '../db/database.ts'
import { requireMatch } from '../http/etag.ts'
import { refuseInvalid } from '../lib/checks.ts'
import type { OperationKind } from '../lib/operation-kinds.ts'
import { Refusal } from '../lib/refusal.ts'
import { recordOperation } from '../log/record-operation.ts'
import type { AskedBy } from '../provisioning/intents/call.ts'
import { lockInReach } from '../reach/lock-in-reach.ts'
import { readLimits } from './link-limits.ts'
import { getLink, type LinkRow, recordable } from './queries.ts'
import type { LinkChanges } from './schema.ts'

interface WhichLink {
  readonly id: number
  readonly ifMatch?: string
}

/**
 * Changes what is given and leaves the rest. Throws `not_found`, `invalid`, `precondition_failed`, or `conflict`: it was
 * revoked, or has had more uses than it is to have.
 */
export async function updateLink(
  transaction: Transaction,
  principal: Principal,
  which: WhichLink,
  changes: LinkChanges,
  by: AskedBy,
): Promise<LinkRow> {
  const { columns, problems } = readLimits(changes, by.receivedAt)
  refuseInvalid(problems)
  return changeLink(transaction, principal, which, { kind: 'update_link', columns }, by)
}

/** Ends a link, for good; who came by it stays. Throws `not_found`, `precondition_failed`, or `conflict`. */
export async function revokeLink(
  transaction: Transaction,
  principal: Principal,
  which: WhichLink,
  by: AskedBy,
): Promise<void> {
  const columns = { revoked_at: by.receivedAt }
  await changeLink(transaction, principal, which, { kind: 'revoke_link', columns }, by)
}

type Columns = ReturnType<typeof readLimits>['columns'] | { readonly revoked_at: Date }

async function changeLink(
  transaction: Transaction,
  principal: Principal,
  { id, ifMatch }: WhichLink,
  { kind, columns }: { kind: OperationKind; columns: Columns },
  by: AskedBy,
): Promise<LinkRow> {
  const { id: organizationId } = await lockInReach(transaction, principal, { table: 'links', word: 'link', id })
  const before = await getLink(transaction, principal, id, by.receivedAt)
  requireMatch(ifMatch, before)
  if (before.revoked_at) throw new Refusal('conflict', 'This link was revoked: make a new one.')
  await transaction
    .updateTable('links')
    .set({ ...columns, updated_at: by.receivedAt })
    .where('id', '=', id)
    .execute()
  const after = await getLink(transaction, principal, id, by.receivedAt)
  const object = { kind: 'link', id, before: recordable(before), after: recordable(after) }
  await recordOperation(transaction, { kind, organizationId, result: 'changed', object }, by)
  return after
}
