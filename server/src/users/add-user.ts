/** Adding somebody to an organization is the engine's to do: what a caller sends becomes an intent without courses. */

import { idOfEmail } from '../accounts/aliases.ts'
import { listDefinitions } from '../custom-fields/queries.ts'
import { missingProblems } from '../custom-fields/values.ts'
import type { Reader } from '../db/database.ts'
import { refuseInvalid } from '../lib/checks.ts'
import { normalizeEmail } from '../lib/email.ts'
import { type Names, personProblems, readPerson } from '../lib/person.ts'
import { Refusal } from '../lib/refusal.ts'
import { type Profile, profileProblems, tidy } from '../memberships/profile.ts'
import type { Call } from '../provisioning/intents/call.ts'
import type { ProvisionIntent } from '../provisioning/intents/provision.ts'

export interface NewUser extends Names, Profile {
  readonly email: string
  /** Default: true. */
  readonly send_welcome_email?: boolean
}

/** Throws `invalid`, with all that is wrong. */
export async function readNewUser(
  reader: Reader,
  organizationId: number,
  user: NewUser,
  call: Call,
): Promise<ProvisionIntent> {
  const definitions = await listDefinitions(reader, organizationId)
  const person = readPerson(user)
  refuseInvalid({
    ...personProblems(person),
    ...(user.first_name === undefined && { first_name: 'is required for somebody new' }),
    ...profileProblems(definitions, user),
    ...missingProblems(definitions, user.custom_fields ?? {}),
  })
  const { external_id = null, tags = null, custom_fields = {}, locale = null } = tidy(user)
  const given = Object.entries(custom_fields).filter(([, value]) => value !== null)
  return {
    kind: 'provision',
    call,
    email: person.email as string,
    firstName: person.firstName as string,
    lastName: person.lastName,
    courses: [],
    access: null,
    reference: null,
    welcome: user.send_welcome_email ?? true,
    grantSource: 'api',
    profile: { externalId: external_id, tags, customFields: Object.fromEntries(given), locale },
    problems: [],
  }
}

/** The id of the member with this email; null: nobody here. */
export async function findMember(reader: Reader, organizationId: number, email: string): Promise<number | null> {
  const row = await reader
    .selectFrom('users as user')
    .innerJoin('memberships as membership', 'membership.user_id', 'user.id')
    .select('user.id')
    .where('user.id', '=', idOfEmail(normalizeEmail(email)))
    .where('membership.organization_id', '=', organizationId)
    .executeTakeFirst()
  return row?.id ?? null
}

/** The engine names the fields of a person as `POST /api/provision` has them. */
export function inWordsOfUsers(error: unknown): unknown {
  if (!(error instanceof Refusal)) return error
  const errors = error.errors.map(({ field, ...rest }) => ({ ...rest, field: field.replace(/^user\./, '') }))
  return new Refusal(error.code, error.message.replaceAll(/\buser\./g, ''), errors)
}
