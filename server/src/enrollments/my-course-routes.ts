import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { Database } from '../db/database.ts'
import type { Sessions } from '../sessions/sessions.ts'
import { getSession } from '../sessions/signed-in.ts'
import { MyCourses } from './my-course-schema.ts'
import { listMyCourses } from './my-courses.ts'

export function myCourseRoutes(deps: {
  database: Pick<Database, 'kysely'>
  sessions: Sessions
}): FastifyPluginAsyncTypebox {
  return async app => {
    app.get('/api/me/courses', {
      schema: {
        tags: ['My courses'],
        summary: 'My courses, in all organizations that I have signed in to',
        response: { 200: MyCourses },
      },
      handler: async (request, reply) => {
        const { visitor } = await getSession(deps.sessions, request, reply)
        reply.header('cache-control', 'no-store')
        return { courses: await listMyCourses(deps.database.kysely, visitor, new Date()) }
      },
    })
  }
}
