import type { Principal } from '../api/principal.ts'
import { permissions } from '../lib/roles/permissions.ts'
import type { Call } from '../provisioning/intents/call.ts'

/** Whoever may run the command line on the server may do everything; the log shows that it was done here. */
export function operator(): Omit<Call, 'organizationId'> {
  return { actor: { kind: 'system' }, source: 'cli', ip: null, receivedAt: new Date(), mayRename: true }
}

/** The same as a caller of one organization, for verbs that ask what their caller may do. */
export function operatorOf({ id, slug }: Principal['organization']): Pick<Principal, 'organization' | 'permissions'> {
  return { organization: { id, slug }, permissions: new Set(permissions) }
}
