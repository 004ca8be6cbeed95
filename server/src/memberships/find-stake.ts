import { sql } from 'kysely'
import type { Reader } from '../db/database.ts'

/** What a person has from an organization besides seats: the groups there, and the courses that stand by its grants. */
export async function findStake(
  reader: Reader,
  { userId, organizationId }: { userId: number; organizationId: number },
) {
  const { rows } = await sql<{ groupIds: number[]; courseIds: number[] }>`select
    array(select g.id from group_members m join groups g on g.id = m.group_id
      where m.user_id = ${userId} and g.organization_id = ${organizationId}) as "groupIds",
    array(select distinct course_id from grants
      where user_id = ${userId} and organization_id = ${organizationId} and revoked_at is null) as "courseIds"
  `.execute(reader)
  return rows[0] as { groupIds: number[]; courseIds: number[] }
}
