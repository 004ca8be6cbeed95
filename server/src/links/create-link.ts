import { sql } from 'kysely'
import { type Principal, requirePermission } from '../api/principal.ts'
import type { Transaction } from '../db/database.ts'
import { refuse, refuseInvalid } from '../lib/checks.ts'
import type { ShareLinks } from '../lib/links/share-links.ts'
import { lowerName } from '../lib/lower-case.ts'
import type { Permission } from '../lib/roles/permissions.ts'
import { recordOperation } from '../log/record-operation.ts'
import type { AskedBy } from '../provisioning/intents/call.ts'
import { getOrganizationInReach } from '../reach/find-organization.ts'
import { readLimits } from './link-limits.ts'
import { getLink, type LinkRow, recordable } from './queries.ts'
import type { NewLink } from './schema.ts'

/**
 * Makes a link to a team, a group or a course. What it gives takes the permission to give it. Throws `not_found`
 * (organization, target), `forbidden`, or `invalid`.
 */
export async function createLink(
  transaction: Transaction,
  principal: Principal,
  { organization, target, ...limits }: NewLink,
  by: AskedBy,
  shareLinks: ShareLinks,
): Promise<LinkRow> {
  requirePermission(principal, toGive(target))
  const { columns, problems } = readLimits(limits, by.receivedAt)
  refuseInvalid(problems)
  const { id: organizationId } = await getOrganizationInReach(transaction, principal.organization, organization)
  const { rows } = await sql<{ id: number }>`select nextval('ids') as id`.execute(transaction)
  const [{ id }] = rows as [{ id: number }]
  const { prefix, hash } = shareLinks.make(id)
  await transaction
    .insertInto('links')
    .values({
      id,
      organization_id: organizationId,
      token_hash: hash,
      prefix,
      operation_id: by.operationId,
      ...(await findTarget(transaction, organizationId, target)),
      ...columns,
    })
    .execute()
  const link = await getLink(transaction, principal, id, by.receivedAt)
  const object = { kind: 'link', id, before: null, after: recordable(link) }
  await recordOperation(transaction, { kind: 'create_link', organizationId, result: 'created', object }, by)
  return link
}

type Target = NewLink['target']

function toGive(target: Target): Permission {
  if ('team' in target) return 'teams.assign'
  return 'group' in target ? 'groups.assign' : 'enrollments.create'
}

/** Throws `not_found` for what is archived, or another organization's. */
async function findTarget(transaction: Transaction, organizationId: number, target: Target) {
  const [table, column, which] =
    'team' in target
      ? (['teams', 'team_id', target.team] as const)
      : 'group' in target
        ? (['groups', 'group_id', target.group] as const)
        : (['courses', 'course_id', lowerName(target.course)] as const)
  const row = await transaction
    .selectFrom(table)
    .select('id')
    .where('organization_id', '=', organizationId)
    .where(typeof which === 'number' ? 'id' : 'name', '=', which)
    .where('archived_at', 'is', null)
    .forShare()
    .executeTakeFirst()
  if (!row) refuse('not_found', { target: `is no ${table.slice(0, -1)} of the organization` })
  return { [column]: row?.id }
}
