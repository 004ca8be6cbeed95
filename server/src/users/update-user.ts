import { listDefinitions } from '../custom-fields/queries.ts'
import type { Transaction } from '../db/database.ts'
import { requireMatch } from '../http/etag.ts'
import { refuse, refuseInvalid } from '../lib/checks.ts'
import { type Names, personProblems, readPerson } from '../lib/person.ts'
import { recordOperation } from '../log/record-operation.ts'
import { type Profile, profileProblems, tidy } from '../memberships/profile.ts'
import { lockAccount, writeMembership } from '../memberships/write-membership.ts'
import type { AskedBy } from '../provisioning/intents/call.ts'
import type { TeamReach } from '../reach/find-organization.ts'
import { correctEmail } from './correct-email.ts'
import { getPlace, getUser, type UserRow, type WhichUser } from './get-user.ts'
import { isOwnAccount, renameUser } from './rename-user.ts'
import { lockAddresses, tellEmailChange } from './write-email.ts'

export interface UserChanges extends Names, Profile {
  readonly email?: string
}

/**
 * Changes what is given: the names and the email, while the account is the caller's alone, and what one organization keeps about
 * the person.
 * Throws `not_found`, `invalid`, `precondition_failed`, or `conflict`: another's account, or an external id that is taken.
 */
export async function updateUser(
  transaction: Transaction,
  caller: TeamReach,
  { ifMatch, ...which }: WhichUser & { readonly ifMatch?: string },
  { first_name: firstName, last_name: lastName, email, ...profile }: UserChanges,
  by: AskedBy,
  /** The names of an account that is others' too: refused, left as they are, or those by which this organization knows it. */
  { others = 'refuse', days = 7 }: { others?: 'refuse' | 'keep' | 'name_here'; days?: number } = {},
): Promise<UserRow> {
  const { id } = which
  const person = readPerson({ email, first_name: firstName, last_name: lastName })
  const [address, first_name, last_name] = [person.email, person.firstName, person.lastName].map(
    text => text ?? undefined,
  )
  const { organizationId } = await getPlace(transaction, caller, which)
  const definitions = await listDefinitions(transaction, organizationId, { lock: true })
  refuseInvalid({
    ...personProblems(person),
    ...profileProblems(definitions, profile),
  })
  const from = address ? await lockAddresses(transaction, id) : await lockAccount(transaction, id)
  const before = await getUser(transaction, caller, { id, organization: organizationId }, by.receivedAt)
  requireMatch(ifMatch, before)

  const isRenamed =
    (first_name ?? before.first_name) !== before.first_name || (last_name ?? before.last_name) !== before.last_name
  const isOthers = isRenamed && !(await renameUser(transaction, caller, id, { first_name, last_name }, by.receivedAt))
  if (isOthers && others === 'refuse')
    refuse('conflict', { [first_name === undefined ? 'last_name' : 'first_name']: notOwn })
  const isMoved = from && address && address !== from
  if (isMoved && !(await isOwnAccount(transaction, caller, id))) refuse('conflict', { email: notOwn })
  const emailChange = { id, from: from ?? '', to: address ?? '', organizationId, days }
  const places = isMoved ? await correctEmail(transaction, emailChange, by.receivedAt) : []
  const kept = { ...tidy(profile), ...(isOthers && others === 'name_here' && { first_name, last_name }) }
  await writeMembership(transaction, { userId: id, organizationId }, kept, by.receivedAt)
  const after = await getUser(transaction, caller, { id, organization: organizationId }, by.receivedAt)
  const object = { kind: 'user', id, before: asKept(before), after: asKept(after) }
  const change = { kind: 'update_user', organizationId, result: 'changed', object } as const
  const operationId = await recordOperation(transaction, change, by)
  if (isMoved) await tellEmailChange(transaction, { id, places, operationId }, by.receivedAt)
  return after
}

const notOwn =
  "cannot be changed: the account is not this organization's alone, or the person is more than a learner; the person can change it"

/** What hangs on a person has histories of its own, and may lie where others do not look. */
function asKept({ memberships: _, teams: __, enrollments: ___, earlier_emails: ____, ...user }: UserRow) {
  return user
}
