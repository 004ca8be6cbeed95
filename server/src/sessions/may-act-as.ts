/**
 * Who may act as somebody else: who may do so wherever the person belongs, and may do there all that the person may. So nobody
 * gains a right by it, nor sees what lies out of their reach. It is asked again at each call: rights go, and accounts come to
 * be shared.
 */
import type { Reader } from '../db/database.ts'
import { allowedAt, listPlaces } from '../places/list-places.ts'
import type { Visitor } from '../places/signed-in-by.ts'

export async function mayActAs(reader: Reader, impersonator: Visitor, userId: number): Promise<boolean> {
  const [own, theirs, memberships] = await Promise.all([
    listPlaces(reader, impersonator),
    listPlaces(reader, { id: userId, signedInBy: null }),
    listMemberships(reader, userId),
  ])
  return (
    impersonator.id !== userId &&
    memberships.some(({ isFirst }) => isFirst) &&
    memberships.every(membership => allowedAt(membership, own).has('users.impersonate')) &&
    theirs.every(place =>
      [place, ...place.teams].every(({ permissions }) => permissions.isSubsetOf(allowedAt(place, own))),
    )
  )
}

/** All of them: one that is suspended, or not accepted yet, is another's all the same. */
function listMemberships(reader: Reader, userId: number) {
  return (
    reader
      .selectFrom('memberships as membership')
      .innerJoin('organizations as organization', 'organization.id', 'membership.organization_id')
      .innerJoin('users as user', 'user.id', 'membership.user_id')
      .select('organization.path')
      // Whoever left the organization that the account was made for is somebody whom others do not know.
      .select(({ eb, ref }) => eb('membership.operation_id', '=', ref('user.operation_id')).as('isFirst'))
      .where('membership.user_id', '=', userId)
      .execute()
  )
}
