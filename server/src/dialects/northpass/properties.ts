/**
 * Properties: what a school keeps about itself, its courses and its people. Of people these are our custom fields, beside the
 * names that the real service keeps for itself; `phone_number` is a custom field of that name, where there is one.
 */

import type { FastifyInstance } from 'fastify'
import { type CourseNames, courseList, selectCourseNamesOf } from '../../courses/course-list.ts'
import { listDefinitions } from '../../custom-fields/queries.ts'
import type { FieldDefinition } from '../../custom-fields/values.ts'
import { getOrganizationById } from '../../organizations/queries.ts'
import { mayRead } from '../../reach/may-read.ts'
import { findPersonOf, type ListedPerson, selectPeopleOf } from '../../users/people-list.ts'
import { callerOf, type RouteDeps } from './api.ts'
import { courseAttributes, getCourseNames } from './courses.ts'
import { type LinkRoot, link, one, type Resource } from './envelope.ts'
import { notFound } from './errors.ts'
import { fromUuid, toUuid } from './ids.ts'
import { answerList } from './list.ts'
import { answerPeople } from './people.ts'

type ById = { Params: { id: string } }

export function propertyRoutes(app: FastifyInstance, { database: { kysely }, root }: RouteDeps): void {
  app.get('/properties/school', { config: mayRead('organization') }, async request => ({
    data: toSchoolProperties(root, await getOrganizationById(kysely, callerOf(request).organizationId)),
  }))

  app.get('/properties/courses', { config: mayRead('course') }, (request, reply) =>
    answerList(root, request, reply, {
      query: selectCourseNamesOf(kysely, callerOf(request).organizationId),
      list: courseList,
      attributes: courseAttributes,
      present: row => toCourseProperties(root, row),
    }),
  )

  app.get<ById>('/properties/courses/:id', { config: mayRead('course') }, async request => ({
    data: toCourseProperties(root, await getCourseNames(kysely, request)),
  }))

  app.get('/properties/people', { config: mayRead('user') }, async (request, reply) => {
    const { organizationId } = callerOf(request)
    const definitions = await listDefinitions(kysely, organizationId)
    return answerPeople(root, request, reply, selectPeopleOf(kysely, organizationId), (at, row) =>
      toPersonProperties(at, row, definitions),
    )
  })

  app.get<ById>('/properties/people/:id', { config: mayRead('user') }, async request => {
    const { organizationId } = callerOf(request)
    const { id } = request.params
    const person = await findPersonOf(kysely, organizationId, { id: fromUuid('people', id) })
    if (!person) throw notFound(`There is no person ${id}.`)
    return { data: toPersonProperties(root, person, await listDefinitions(kysely, organizationId)) }
  })
}

function toPersonProperties(root: LinkRoot, row: ListedPerson, definitions: readonly FieldDefinition[]): Resource {
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
  return { type: 'person_properties', id, ...told(root, `people/${id}`, properties), relationships }
}

function toCourseProperties(root: LinkRoot, row: CourseNames): Resource {
  const id = toUuid('courses', row.id)
  const properties = { id, name: row.display_name }
  const relationships = { course: one('courses', id), school: schoolOf(row) }
  return { type: 'course_properties', id, ...told(root, `courses/${id}`, properties), relationships }
}

function toSchoolProperties(root: LinkRoot, school: { readonly id: number; readonly name: string }): Resource {
  const id = toUuid('schools', school.id)
  const properties = { id, name: school.name }
  return { type: 'school_properties', id, ...told(root, 'school', properties), relationships: {} }
}

/** They bear the id of what they are kept about. */
function told(root: LinkRoot, path: string, properties: Readonly<Record<string, unknown>>) {
  return { attributes: { properties }, links: { self: link(root, `/properties/${path}`) } }
}

function schoolOf({ organization_id }: { readonly organization_id: number }) {
  return one('schools', toUuid('schools', organization_id))
}
