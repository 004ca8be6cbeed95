/** Who is in a course; and, as a transcript, what a person is in, or completed and left since. */

import type { FastifyInstance } from 'fastify'
import {
  enrollmentList,
  hasTranscript,
  type ListedEnrollment,
  selectEnrollmentsIn,
  selectTranscript,
} from '../../enrollments/enrollment-list.ts'
import { mayRead } from '../../reach/may-read.ts'
import { callerOf, type RouteDeps } from './api.ts'
import { getCourseNames } from './courses.ts'
import { type LinkRoot, link, one, type Resource, time } from './envelope.ts'
import { notFound } from './errors.ts'
import { fromUuid, toUuid } from './ids.ts'
import { answerList, attributesOf } from './list.ts'

type ById = { Params: { id: string } }

const moments = {
  enrolled_at: 'starts_at',
  completed_at: 'completed_at',
  updated_at: 'updated_at',
  progress: 'progress',
} as const

export const enrollmentAttributes = attributesOf(enrollmentList, {
  id: { column: 'id', id: 'enrollments' },
  person_id: { column: 'user_id', id: 'people' },
  course_id: { column: 'course_id', id: 'courses' },
  ...moments,
})

/** By whether it is completed. All lines are about courses. */
const progressStatuses: Readonly<Record<string, string>> = { true: 'completed', false: 'enrolled' }
const resourceTypes = { true: 'course', false: 'course' }

export const transcriptAttributes = attributesOf(enrollmentList, {
  id: { column: 'id', id: 'enrollments' },
  resource_id: { column: 'course_id', id: 'courses' },
  resource_type: { column: 'is_completed', words: resourceTypes },
  name: 'course_name',
  progress_status: { column: 'is_completed', words: progressStatuses },
  ...moments,
})

export function enrollmentRoutes(app: FastifyInstance, { database: { kysely }, root }: RouteDeps): void {
  app.get<ById>('/courses/:id/enrollments', { config: mayRead('enrollment') }, async (request, reply) => {
    const course = await getCourseNames(kysely, request)
    return answerList(root, request, reply, {
      query: selectEnrollmentsIn(kysely, course.id),
      list: enrollmentList,
      attributes: enrollmentAttributes,
      present: row => toEnrollment(root, row),
    })
  })

  for (const url of ['/transcripts/:id', '/people/:id/transcript'])
    app.get<ById>(url, { config: mayRead('enrollment') }, async (request, reply) => {
      const { organizationId } = callerOf(request)
      const who = { organizationId, userId: fromUuid('people', request.params.id) }
      // Clients take it for empty; a page of one that is there can be.
      if (!(await hasTranscript(kysely, who))) throw notFound(`There is no transcript of ${request.params.id}.`)
      return answerList(root, request, reply, {
        query: selectTranscript(kysely, who),
        list: enrollmentList,
        attributes: transcriptAttributes,
        present: row => toTranscriptLine(root, row),
      })
    })
}

function toEnrollment(root: LinkRoot, row: ListedEnrollment): Resource {
  const [person, course] = [toUuid('people', row.user_id), toUuid('courses', row.course_id)]
  return {
    type: 'course_enrollments',
    id: toUuid('enrollments', row.id),
    attributes: {
      person_id: person,
      course_id: course,
      ...told(row),
      last_active_on: null,
      updated_at: time(row.updated_at),
    },
    links: { person: link(root, `/people/${person}`), course: link(root, `/courses/${course}`) },
    relationships: { person: one('people', person), course: one('courses', course) },
  }
}

/** Usher issues no certificates, and knows no second attempts and no versions of a course. */
function toTranscriptLine(root: LinkRoot, row: ListedEnrollment): Resource {
  const [person, course] = [toUuid('people', row.user_id), toUuid('courses', row.course_id)]
  return {
    type: 'transcripts',
    id: toUuid('enrollments', row.id),
    attributes: {
      resource_id: course,
      resource_type: 'course',
      name: row.display_name,
      progress_status: progressStatuses[String(row.completed_at !== null)],
      ...told(row),
      started_at: null,
      last_active_at: null,
      attempt_number: 1,
      version_number: 1,
      updated_at: time(row.updated_at),
    },
    links: { resource: link(root, `/courses/${course}`) },
    relationships: { person: one('people', person), course: one('courses', course) },
  }
}

function told({ starts_at, completed_at }: ListedEnrollment) {
  return { progress: completed_at ? 100 : 0, enrolled_at: time(starts_at), completed_at: time(completed_at) }
}
