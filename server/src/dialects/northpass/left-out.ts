/** What the real service has and we have not: never an empty success, but 501 and a sentence. */
import type { FastifyInstance } from 'fastify'
import { Refused } from './errors.ts'

const reasons: Readonly<Record<string, string>> = {
  quizzes: 'Usher hands learners over to where quizzes are taken, and knows none.',
  quiz_attempts: 'Usher hands learners over to where quizzes are taken, and knows no attempts.',
  assignment_submissions: 'Usher hands learners over to where assignments are handed in, and knows none.',
  custom_templates: 'The pages of Usher are its own, and take no templates.',
  activities: 'Usher keeps no list of activities: its log is at /api/operations.',
  events: 'Usher keeps no list of events: webhooks bring them.',
}

export function leftOutRoutes(app: FastifyInstance): void {
  for (const [folder, detail] of Object.entries(reasons))
    for (const url of [`/${folder}`, `/${folder}/*`])
      app.route({
        method: ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'],
        url,
        config: { permission: null },
        handler: () => {
          throw new Refused(501, { detail })
        },
      })
}
