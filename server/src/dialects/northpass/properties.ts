/**
 * Properties: what a school keeps about itself, its courses and its people. Of people these are our custom fields, beside the
 * names that the real service keeps for itself; `phone_number` is a custom field of that name, where there is one.
 */
import { sql } from 'kysely'
import type { FieldDefinition } from '../../custom-fields/values.ts'
import type { Reader } from '../../db/database.ts'
import type { CourseRow } from './courses.ts'
import { link, one, type Place, type Resource } from './envelope.ts'
import { toUuid } from './ids.ts'
import { selectPeople } from './people.ts'

export type PersonPropertiesRow = Awaited<
  ReturnType<ReturnType<typeof selectPersonProperties>['executeTakeFirstOrThrow']>
>

export function selectPersonProperties(reader: Reader, organizationId: number) {
  return selectPeople(reader, organizationId)
    .select(sql<Record<string, unknown>>`membership.custom_fields`.as('custom_fields'))
    .select(
      sql<
        string | null
      >`coalesce(membership.locale, case when membership.invited_at is null then "user".locale end)`.as('locale'),
    )
}

/** It is there: the key is its. */
export function getSchool(reader: Reader, organizationId: number) {
  return reader
    .selectFrom('organizations')
    .select(['id', 'name'])
    .where('id', '=', organizationId)
    .executeTakeFirstOrThrow()
}

export function toPersonProperties(
  place: Place,
  row: PersonPropertiesRow,
  definitions: readonly FieldDefinition[],
): Resource {
  const id = toUuid('people', row.id)
  const properties = {
    phone_number: null,
    ...Object.fromEntries(definitions.map(({ name }) => [name, row.custom_fields[name] ?? null])),
    id,
    first_name: row.first_name,
    last_name: row.last_name,
    email: row.email,
    sso_uid: row.external_id,
    preferred_locale: row.locale,
  }
  const relationships = { person: one('people', id), school: schoolOf(row) }
  return { type: 'person_properties', id, ...told(place, `people/${id}`, properties), relationships }
}

export function toCourseProperties(
  place: Place,
  row: Pick<CourseRow, 'id' | 'organization_id' | 'display_name'>,
): Resource {
  const id = toUuid('courses', row.id)
  const properties = { id, name: row.display_name }
  const relationships = { course: one('courses', id), school: schoolOf(row) }
  return { type: 'course_properties', id, ...told(place, `courses/${id}`, properties), relationships }
}

export function toSchoolProperties(place: Place, school: { readonly id: number; readonly name: string }): Resource {
  const id = toUuid('schools', school.id)
  const properties = { id, name: school.name }
  return { type: 'school_properties', id, ...told(place, 'school', properties), relationships: {} }
}

/** They bear the id of what they are kept about. */
function told(place: Place, path: string, properties: Readonly<Record<string, unknown>>) {
  return { attributes: { properties }, links: { self: link(place, `/properties/${path}`) } }
}

function schoolOf({ organization_id }: { readonly organization_id: number }) {
  return one('schools', toUuid('schools', organization_id))
}
