import type { Principal } from '../api/principal.ts'
import { listDefinitions } from '../custom-fields/queries.ts'
import { type FieldDefinition, type FieldValue, readValue, valueProblems } from '../custom-fields/values.ts'
import type { Reader } from '../db/database.ts'
import type { Page, PageRequest } from '../db/page.ts'
import { refuseInvalid } from '../lib/checks.ts'
import { normalizeEmail } from '../lib/email.ts'
import { listOrganizationIds, type PlaceChoice } from '../reach/find-organization.ts'
import { getTeam } from '../teams/queries.ts'
import { listUsersOf, type UserOfOrganization } from './of-organization.ts'

/** The organizations are those whose people are meant. */
export interface UserSearch extends PageRequest, PlaceChoice {
  readonly search?: string
  readonly email?: string
  readonly external_id?: string
  readonly role?: string
  readonly team?: number
  readonly tags?: readonly string[]
  /** Values, or `name:value` as it stands in an address. */
  readonly custom_fields?: Readonly<Record<string, FieldValue>> | readonly string[]
}

/** An organization's people, or those of a subtree. Throws `not_found` for an organization or a team out of reach, and `invalid`. */
export async function findUsers(
  reader: Reader,
  principal: Principal,
  { organization, below, email, team, custom_fields: fields = [], ...filter }: UserSearch,
): Promise<Page<UserOfOrganization>> {
  const organizationIds = await listOrganizationIds(reader, principal.organization, { organization, below })
  if (team !== undefined) await getTeam(reader, principal, team)
  const [named] = organizationIds as [number]
  const definitions = Object.keys(fields).length > 0 ? await listDefinitions(reader, named) : []
  const custom_fields = isTexts(fields) ? readFields(definitions, fields) : fields
  const address = email === undefined ? undefined : normalizeEmail(email)
  refuseInvalid({
    ...valueProblems(definitions, custom_fields),
    email: address === null ? 'must be a mail address, such as jane@example.com' : null,
  })
  return listUsersOf(reader, { ...filter, organizationIds, email: address ?? undefined, teamId: team, custom_fields })
}

function isTexts(fields: object): fields is readonly string[] {
  return Array.isArray(fields)
}

function readFields(definitions: readonly FieldDefinition[], texts: readonly string[]): Record<string, FieldValue> {
  return Object.fromEntries(
    texts.map(text => {
      const [name = '', ...rest] = text.split(':')
      const value = rest.join(':')
      const definition = definitions.find(definition => definition.name === name)
      return [name, (definition && readValue(definition, value)) ?? value]
    }),
  )
}
