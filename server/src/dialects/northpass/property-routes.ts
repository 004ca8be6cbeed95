import type { FastifyInstance } from 'fastify'
import { listDefinitions } from '../../custom-fields/queries.ts'
import { callerOf, type RouteDeps } from './api.ts'
import { courseColumns, courseKey, courseSearched, isCourse, selectCourseNames } from './courses.ts'
import { notFound } from './errors.ts'
import { fromUuid } from './ids.ts'
import { answerList } from './list.ts'
import { personColumns, personKey, personSearched } from './people.ts'
import {
  getSchool,
  selectPersonProperties,
  toCourseProperties,
  toPersonProperties,
  toSchoolProperties,
} from './properties.ts'

type ById = { Params: { id: string } }

export function propertyRoutes(app: FastifyInstance, { database: { kysely }, place }: RouteDeps): void {
  app.get('/properties/school', { config: { permission: null } }, async request => ({
    data: toSchoolProperties(place, await getSchool(kysely, callerOf(request).organizationId)),
  }))

  app.get('/properties/courses', { config: { permission: 'catalog.view' } }, (request, reply) =>
    answerList(place, request, reply, {
      query: selectCourseNames(kysely, callerOf(request).organizationId),
      columns: courseColumns,
      key: courseKey,
      searched: courseSearched,
      present: row => toCourseProperties(place, row),
    }),
  )

  app.get<ById>('/properties/courses/:id', { config: { permission: 'catalog.view' } }, async request => {
    const { id } = request.params
    const { organizationId } = callerOf(request)
    const course = await selectCourseNames(kysely, organizationId).where(isCourse(id)).executeTakeFirst()
    if (!course) throw notFound(`There is no course ${id}.`)
    return { data: toCourseProperties(place, course) }
  })

  app.get('/properties/people', { config: { permission: 'users.view' } }, async (request, reply) => {
    const { organizationId } = callerOf(request)
    const definitions = await listDefinitions(kysely, organizationId)
    return answerList(place, request, reply, {
      query: selectPersonProperties(kysely, organizationId),
      columns: personColumns,
      key: personKey,
      searched: personSearched,
      present: row => toPersonProperties(place, row, definitions),
    })
  })

  app.get<ById>('/properties/people/:id', { config: { permission: 'users.view' } }, async request => {
    const { organizationId } = callerOf(request)
    const { id } = request.params
    const person = await selectPersonProperties(kysely, organizationId)
      .where('user.id', '=', fromUuid('people', id))
      .executeTakeFirst()
    if (!person) throw notFound(`There is no person ${id}.`)
    return { data: toPersonProperties(place, person, await listDefinitions(kysely, organizationId)) }
  })
}
