/** Who is to be put somewhere: somebody known here, by id or by email, or somebody new, by email and name. */
import { sql } from 'kysely'
import { Type } from 'typebox'
import { type Principal, requirePermission } from '../api/principal.ts'
import type { Reader } from '../db/database.ts'
import { Id } from '../http/shapes.ts'
import { type Problems, refuse, refuseInvalid } from '../lib/checks.ts'
import { normalizeEmail } from '../lib/email.ts'
import { forms } from '../lib/forms.ts'
import { type Names, personProblems, readPerson } from '../lib/person.ts'
import { orRefusal, Refusal } from '../lib/refusal.ts'
import type { Call } from '../provisioning/intents/call.ts'
import type { ProvisionIntent } from '../provisioning/intents/provision.ts'
import { isInReach } from './find-organization.ts'

export interface NamedPerson extends Names {
  readonly user_id?: number
  readonly email?: string
  readonly send_welcome_email?: boolean
}

export const namedPerson = {
  user_id: Type.Optional({ ...Id, description: 'Somebody known in an organization of yours; instead of `email`.' }),
  email: Type.Optional(Type.String({ maxLength: 1000, 'x-form': forms.email, examples: ['jane@example.com'] })),
  first_name: Type.Optional(
    Type.String({ 'x-form': forms.line(150), description: 'Required for somebody new.', examples: ['Jane'] }),
  ),
  last_name: Type.Optional(Type.String({ 'x-form': forms.lineOrNone(150), examples: ['Doe'] })),
  send_welcome_email: Type.Optional(
    Type.Boolean({ description: 'Whether a mail goes out when something changed. Default: true.' }),
  ),
}

interface Known {
  readonly id: number
  readonly email: string
  readonly first_name: string
  /** Those by which the person is named. */
  readonly aliases: readonly string[]
  /** Of the organization at hand. */
  readonly is_member: boolean
}

/**
 * What makes sure that each of them has an account and belongs to the organization; a Refusal in place of one who cannot be
 * meant, or whom the caller may not add to it.
 */
export async function readPeople(
  reader: Reader,
  principal: Principal,
  people: readonly (NamedPerson | Refusal)[],
  call: Call & { readonly organizationId: number },
): Promise<(ProvisionIntent | Refusal)[]> {
  const known = await findKnown(reader, principal, call.organizationId, people)
  const read = (person: NamedPerson | Refusal) =>
    person instanceof Refusal ? person : orRefusal(() => toIntent(principal, person, known, call))
  return Promise.all(people.map(read))
}

/** Those who belong to an organization within reach. */
async function findKnown(
  reader: Reader,
  { organization, teams, heldInTeams }: Principal,
  organizationId: number,
  people: readonly (NamedPerson | Refusal)[],
): Promise<Known[]> {
  const named = people.filter((person): person is NamedPerson => !(person instanceof Refusal))
  const ids = named.flatMap(({ user_id }) => user_id ?? [])
  const emails = named.flatMap(({ email }) => (email === undefined ? [] : (normalizeEmail(email) ?? [])))
  // An id tells an email: who acts in teams alone names only those whom these teams have.
  const seen = heldInTeams.flatMap(({ id, permissions }) => (permissions.has('users.view') ? id : []))
  const isTheirs = teams
    ? sql`"user".id in (select user_id from team_members where team_id = any(${seen}::bigint[]))`
    : sql`true`
  const { rows } = await sql<Known>`
    select "user".id, "user".email, "user".first_name,
      array(select email from users as alias where alias.alias_of = "user".id and alias.email = any(${emails}::text[])) as aliases,
      bool_or(membership.organization_id = ${organizationId}) as is_member
    from users as "user"
    join memberships as membership on membership.user_id = "user".id
    join organizations as organization on organization.id = membership.organization_id
    where ("user".id = any(array(select coalesce(alias_of, id) from users where email = any(${emails}::text[])))
        or "user".id = any(${ids}::bigint[]) and ${isTheirs})
      and ${isInReach(organization, 'organization')}
    group by "user".id`.execute(reader)
  return rows
}

function toIntent(
  principal: Principal,
  { user_id: id, email: text, first_name, last_name, send_welcome_email }: NamedPerson,
  known: readonly Known[],
  call: Call,
): ProvisionIntent {
  const email = text === undefined ? null : normalizeEmail(text)
  const person = known.find(
    row => row.id === id || row.email === email || (email !== null && row.aliases.includes(email)),
  )
  if (id !== undefined) refuse('not_found', { user_id: person ? null : 'is nobody of your organizations' })
  refuseInvalid(id === undefined ? emailProblems(text, email) : notWithId({ email: text, first_name, last_name }))
  const { firstName, lastName, ...read } = readPerson({ first_name, last_name })
  refuseInvalid({
    ...personProblems(read),
    ...(first_name === undefined && !person && { first_name: 'is required for somebody new' }),
  })
  if (!person?.is_member) requirePermission(principal, 'users.create')
  return {
    kind: 'provision',
    call,
    email: person?.email ?? (email as string),
    firstName: firstName ?? (person as Known).first_name,
    lastName,
    courses: [],
    access: null,
    reference: null,
    welcome: send_welcome_email ?? true,
    grantSource: 'api',
    problems: [],
  }
}

function emailProblems(text: string | undefined, email: string | null): Problems {
  if (text === undefined) return { email: 'is required, or user_id' }
  return { email: email === null ? 'must be a mail address, such as jane@example.com' : null }
}

function notWithId(given: Readonly<Record<string, string | undefined>>): Problems {
  return Object.fromEntries(
    Object.entries(given).map(([field, value]) => [field, value === undefined ? null : 'does not go with user_id']),
  )
}
