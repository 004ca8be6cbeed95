/**
 * What the real service has and we have not. Whoever lists it is told the truth, that there is none, and reads on: an error
 * would be taken for an outage. One of them is not there; and writing is not done, which is said.
 */

import type { FastifyInstance } from 'fastify'
import { mayRead } from '../../reach/may-read.ts'
import { type RouteDeps, refuseWriting } from './api.ts'
import { getCourseNames } from './courses.ts'
import { notFound } from './errors.ts'
import { answerNone } from './list.ts'

const elsewhere = 'Usher hands learners over to where they learn'

/** Why there are none, by folder. */
const reasons: Readonly<Record<string, string>> = {
  quizzes: `${elsewhere}, and knows no quizzes.`,
  quiz_attempts: `${elsewhere}, and knows no attempts.`,
  assignments: `${elsewhere}, and knows no assignments.`,
  assignment_submissions: `${elsewhere}, and knows no submissions.`,
  activities: `${elsewhere}, and keeps no list of activities: its log is at /api/operations.`,
  events: 'Usher keeps no list of events: webhooks bring them.',
  coupons: 'Usher sells by orders and credits (/api/orders), and knows no coupons.',
  custom_templates: 'The pages of Usher are its own, and take no templates.',
  templates: 'The pages of Usher are its own, and take no templates.',
}

/** What a course could have of it. */
const inCourses = ['activities', 'quizzes', 'assignments', 'events']

export function leftOutRoutes(app: FastifyInstance, { database: { kysely }, root }: RouteDeps): void {
  for (const [name, detail] of Object.entries(reasons))
    for (const folder of new Set([`/${name}`, `/${name.replaceAll('_', '-')}`])) {
      const undescribed = folder !== `/${name}`
      app.get(folder, { config: { permission: null, undescribed } }, async (request, reply) =>
        answerNone(root, request, reply),
      )
      app.get(`${folder}/*`, { config: { permission: null, undescribed: true } }, async () => {
        throw notFound(detail)
      })
      for (const url of [folder, `${folder}/*`]) refuseWriting(app, url, detail)
    }

  for (const name of inCourses) {
    const url = `/courses/:id/${name}`
    app.get<{ Params: { id: string } }>(url, { config: mayRead('course') }, async (request, reply) => {
      await getCourseNames(kysely, request)
      return answerNone(root, request, reply)
    })
    refuseWriting(app, url, reasons[name] ?? '')
  }
}
