/** The Northpass API on our core: docs/dialects/northpass.md says what is served, and what is a guess. */
import type { FastifyInstance, FastifyPluginAsync } from 'fastify'
import { mayRead } from '../../reach/may-read.ts'
import { type NorthpassDeps, prepare, type RouteDeps, type Routes, refuseWriting } from './api.ts'
import { bulkRoutes } from './bulk.ts'
import { courseRoutes, getCourseNames } from './courses.ts'
import { type DescribedRoute, describeApi, describedRoutes } from './description.ts'
import { enrollmentRoutes } from './enrollments.ts'
import { notFound, words } from './errors.ts'
import { groupRoutes } from './groups.ts'
import { pathRoutes } from './learning-paths.ts'
import { answerNone } from './list.ts'
import { createFewAtOnce, createPace } from './pace.ts'
import { personRoutes } from './people.ts'
import { propertyRoutes } from './properties.ts'
import { webhookRoutes } from './webhooks.ts'

/** A file of routes more is a line more. */
const things: readonly Routes[] = [
  groupRoutes,
  personRoutes,
  bulkRoutes,
  courseRoutes,
  enrollmentRoutes,
  pathRoutes,
  propertyRoutes,
  webhookRoutes,
  leftOutRoutes,
]

/** The same routes under `/v1` and `/v2`; what differs is how links are written. */
export function northpassRoutes(deps: NorthpassDeps): FastifyPluginAsync {
  const pace = createPace(deps.now)
  const few = createFewAtOnce()
  return async server => {
    server.addHook('preClose', async () => pace.end())
    const routes: DescribedRoute[] = []
    server.addHook('onRoute', route => void routes.push(...describedRoutes(route)))
    for (const version of ['v1', 'v2'] as const)
      await server.register(async app => prepare(app, { ...deps, few }, version, pace, things), {
        prefix: `/${version}`,
      })
    const { config } = deps
    const description = JSON.stringify(describeApi(routes, config.publicUrlGiven ? config.publicUrl : '/'))
    const hidden = { schema: { hide: true }, config: { undescribed: true } }
    server.get('/openapi.northpass.json', hidden, (_, reply) =>
      reply.type(words.type).header('access-control-allow-origin', '*').send(description),
    )
  }
}

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

/**
 * What the real service has and we have not. Whoever lists it is told the truth, that there is none, and reads on: an error
 * would be taken for an outage. One of them is not there; and writing is not done, which is said.
 */
function leftOutRoutes(app: FastifyInstance, { database: { kysely }, root }: RouteDeps): void {
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
