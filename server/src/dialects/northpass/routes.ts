/** The Northpass API on our core: docs/dialects/northpass.md says what is served, and what is a guess. */
import type { FastifyPluginAsync } from 'fastify'
import { type NorthpassDeps, prepare, type Routes } from './api.ts'
import { bulkRoutes } from './bulk.ts'
import { courseRoutes } from './courses.ts'
import { type DescribedRoute, describeApi, describedRoutes } from './description.ts'
import { enrollmentRoutes } from './enrollments.ts'
import { words } from './errors.ts'
import { groupRoutes } from './groups.ts'
import { pathRoutes } from './learning-paths.ts'
import { leftOutRoutes } from './left-out.ts'
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
