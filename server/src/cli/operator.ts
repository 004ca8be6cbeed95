import type { Principal } from '../api/principal.ts'
import type { Reader } from '../db/database.ts'
import { permissions } from '../lib/roles/permissions.ts'
import type { Call } from '../provisioning/intents/call.ts'
import { getOrganizationOf, type ThingInTable } from '../reach/lock-in-reach.ts'

/** Whoever may run the command line on the server may do everything; the log shows that it was done here. */
export function operator(): Omit<Call, 'organizationId'> {
  return { actor: { kind: 'system' }, source: 'cli', ip: null, receivedAt: new Date(), mayRename: true }
}

/** The same as a caller of one organization, for verbs that ask what their caller may do. */
export type OperatorOf = Pick<Principal, 'organization' | 'permissions' | 'by' | 'signedInBy'>

export function operatorOf({ id, slug }: Principal['organization']): OperatorOf {
  return { organization: { id, slug }, permissions: new Set(permissions), by: operator(), signedInBy: null }
}

/** Of the organization that a thing belongs to. Throws `not_found`. */
export async function operatorAt(reader: Reader, thing: ThingInTable): Promise<OperatorOf> {
  return operatorOf(await getOrganizationOf(reader, null, thing))
}
