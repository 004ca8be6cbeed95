import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { change } from '../api/change.ts'
import { principalOf } from '../api/principal.ts'
import type { Database } from '../db/database.ts'
import { tagged } from '../http/etag.ts'
import { ById, changed, gone, IfMatch, made, Writing } from '../http/shapes.ts'
import { listOrganizationIds } from '../reach/find-organization.ts'
import { mayRead } from '../reach/may-read.ts'
import { archiveCourse, restoreCourse } from './archive-course.ts'
import { createCourse } from './create-course.ts'
import { getCourse, listCoursePage } from './queries.ts'
import * as shape from './schema.ts'
import { updateCourse } from './update-course.ts'

export function courseRoutes(database: Pick<Database, 'kysely'>): FastifyPluginAsyncTypebox {
  const { kysely } = database
  const tags = ['Courses']
  return async app => {
    app.get('/api/courses', {
      config: mayRead('course', 'list'),
      schema: { tags, summary: 'List courses', querystring: shape.CourseList, response: { 200: shape.CoursePage } },
      handler: async request => {
        const { organization, below, ...filter } = request.query
        const place = { organization, below }
        const organizationIds = await listOrganizationIds(kysely, principalOf(request).organization, place)
        return listCoursePage(kysely, { ...filter, organizationIds })
      },
    })

    app.post('/api/courses', {
      config: { permission: 'catalog.create' },
      schema: {
        tags,
        summary: 'Make a course',
        description: 'A product of the same name, which holds the course alone, is made with it and follows it.',
        querystring: Writing,
        body: shape.NewCourse,
        response: made(shape.Course),
      },
      handler: (request, reply) =>
        change(database, request, reply, 201, (transaction, by, principal) =>
          createCourse(transaction, principal, request.body, by),
        ),
    })

    app.get('/api/courses/:id', {
      config: mayRead('course', 'one'),
      schema: {
        tags,
        summary: 'Read a course',
        params: ById,
        querystring: shape.Reading,
        response: { 200: shape.Course },
      },
      handler: async (request, reply) =>
        tagged(reply, await getCourse(kysely, principalOf(request), request.params.id)),
    })

    app.patch('/api/courses/:id', {
      config: { permission: 'catalog.edit' },
      schema: {
        tags,
        summary: 'Change a course',
        description: 'Its product follows. Who has the course keeps the access that was given.',
        params: ById,
        headers: IfMatch,
        querystring: Writing,
        body: shape.CourseChanges,
        response: changed(shape.Course),
      },
      handler: (request, reply) =>
        change(database, request, reply, 200, (transaction, by, principal) =>
          updateCourse(
            transaction,
            principal,
            { ...request.params, ifMatch: request.headers['if-match'] },
            request.body,
            by,
          ),
        ),
    })

    app.delete('/api/courses/:id', {
      config: { permission: 'catalog.delete' },
      schema: {
        tags,
        summary: 'Archive a course',
        description: 'Nobody new gets into it; who is in it stays. Its product is archived with it.',
        params: ById,
        headers: IfMatch,
        querystring: Writing,
        response: gone,
      },
      handler: (request, reply) =>
        change(database, request, reply, 204, async (transaction, by, principal) => {
          const which = { ...request.params, ifMatch: request.headers['if-match'] }
          await archiveCourse(transaction, principal, which, by)
        }),
    })

    app.post('/api/courses/:id/restore', {
      config: { permission: 'catalog.edit' },
      schema: {
        tags,
        summary: 'Take an archived course into use again',
        params: ById,
        headers: IfMatch,
        querystring: Writing,
        response: changed(shape.Course),
      },
      handler: (request, reply) =>
        change(database, request, reply, 200, (transaction, by, principal) =>
          restoreCourse(transaction, principal, { ...request.params, ifMatch: request.headers['if-match'] }, by),
        ),
    })
  }
}
