/** Courses, who is in them, and which of them a group gives. They are made and changed in our own API. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { requirePermission } from '../../api/principal.ts'
import { callerOf, type RouteDeps } from './api.ts'
import {
  courseColumns,
  courseKey,
  courseSearched,
  isCourse,
  isOfGroup,
  selectCourseNames,
  selectCourses,
  toCourse,
} from './courses.ts'
import { enrollmentColumns, enrollmentKey, selectEnrollments, toEnrollment } from './enrollments.ts'
import { notFound } from './errors.ts'
import { findGroup } from './groups.ts'
import { answerList, answerNone } from './list.ts'

type ById = { Params: { id: string } }

export function courseRoutes(app: FastifyInstance, { database: { kysely }, place }: RouteDeps): void {
  function answerCourses(
    request: FastifyRequest,
    reply: FastifyReply,
    query: ReturnType<typeof selectCourses>,
  ): ReturnType<typeof answerList> {
    return answerList(place, request, reply, {
      query,
      columns: courseColumns,
      key: courseKey,
      searched: courseSearched,
      present: row => toCourse(place, row),
    })
  }

  app.get('/courses', { config: { permission: 'catalog.view' } }, (request, reply) =>
    answerCourses(request, reply, selectCourses(kysely, callerOf(request).organizationId)),
  )

  app.get<ById>('/courses/:id', { config: { permission: 'catalog.view' } }, async request => {
    const { id } = request.params
    const course = await selectCourses(kysely, callerOf(request).organizationId).where(isCourse(id)).executeTakeFirst()
    if (!course) throw notFound(`There is no course ${id}.`)
    return { data: toCourse(place, course) }
  })

  app.get<ById>('/courses/:id/enrollments', { config: { permission: 'enrollments.view' } }, async (request, reply) => {
    const { organizationId } = callerOf(request)
    const course = await selectCourseNames(kysely, organizationId).where(isCourse(request.params.id)).executeTakeFirst()
    if (!course) throw notFound(`There is no course ${request.params.id}.`)
    return answerList(place, request, reply, {
      query: selectEnrollments(kysely)
        .where('enrollment.course_id', '=', course.id)
        .where('enrollment.revoked_at', 'is', null),
      columns: enrollmentColumns,
      key: enrollmentKey,
      present: row => toEnrollment(place, row),
    })
  })

  app.get<ById>('/groups/:id/courses', { config: { permission: 'catalog.view' } }, async (request, reply) => {
    const { principal, organizationId } = callerOf(request)
    requirePermission(principal, 'groups.view')
    const group = await findGroup(kysely, organizationId, { uuid: request.params.id })
    if (!group) throw notFound(`There is no group ${request.params.id}.`)
    return answerCourses(request, reply, selectCourses(kysely, organizationId).where(isOfGroup(group.id)))
  })

  // Our courses lie in no categories: that there is none is all there is to say.
  app.get('/categories', { config: { permission: 'catalog.view' } }, async (request, reply) =>
    answerNone(place, request, reply),
  )
  app.get<ById>('/categories/:id', { config: { permission: 'catalog.view' } }, async request => {
    throw notFound(`There is no category ${request.params.id}.`)
  })
}
