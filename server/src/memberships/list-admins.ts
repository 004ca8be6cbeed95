import type { Reader } from '../db/database.ts'

export type AdminRow = Awaited<ReturnType<typeof listAdmins>>[number]

/** Everybody who may do more than learn, organization by organization. */
export function listAdmins(reader: Reader, { organizationId, role }: { organizationId?: number; role?: string }) {
  let query = reader
    .selectFrom('memberships as membership')
    .innerJoin('organizations as organization', 'organization.id', 'membership.organization_id')
    .innerJoin('users as user', 'user.id', 'membership.user_id')
    .select(['user.email', 'user.first_name', 'user.last_name', 'organization.slug as organization'])
    .select(['membership.role', 'membership.suspended_at', 'user.password_set_at', 'user.email_verified'])
    .select(['membership.created_at', 'user.id as user_id'])
    .where('membership.role', '<>', 'learner')
    .orderBy('organization.path')
    .orderBy('user.email')
  if (organizationId !== undefined) query = query.where('membership.organization_id', '=', organizationId)
  if (role !== undefined) query = query.where('membership.role', '=', role)
  return query.execute()
}
