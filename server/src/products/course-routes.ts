/** What a bundle holds: whoever has seats of it is given what is added, and loses what leaves it. */
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { act } from '../api/ask.ts'
import { principalOf } from '../api/principal.ts'
import type { Database } from '../db/database.ts'
import { tagged } from '../http/etag.ts'
import { ById, changed, IfMatch, Writing } from '../http/shapes.ts'
import { Refusal } from '../lib/refusal.ts'
import { permissionOf } from '../provisioning/actions/actions.ts'
import type { Engine } from '../provisioning/engine.ts'
import { getOrganizationOf } from '../reach/lock-in-reach.ts'
import { findCourses } from './find-courses.ts'
import { getProduct } from './queries.ts'
import * as shape from './schema.ts'

export function productCourseRoutes({
  engine,
  database: { kysely },
}: {
  engine: Engine
  database: Pick<Database, 'kysely'>
}): FastifyPluginAsyncTypebox {
  return async app => {
    app.put('/api/products/:id/courses', {
      config: permissionOf('set_bundle_courses'),
      schema: {
        tags: ['Products'],
        summary: 'Say which courses a bundle holds',
        description:
          'Learners who hold seats of it, in teams below too, get what is new, for its whole access from now on, and lose what is not in it any more as far as it came by the seat. What was bought without a seat stays. `?mode=plan` shows it all.',
        params: ById,
        headers: IfMatch,
        querystring: Writing,
        body: shape.SentCourses,
        response: changed(shape.Product),
      },
      handler: async (request, reply) => {
        const { id: productId } = request.params
        const principal = principalOf(request)
        const place = { table: 'products', word: 'product', id: productId } as const
        const organization = await getOrganizationOf(kysely, principal, place)
        const product = await getProduct(kysely, principal, productId)
        if (product.kind === 'course')
          throw new Refusal('conflict', `This product is the course ${product.name} alone: make a bundle.`)
        const found = await findCourses(kysely, productId, organization, request.body.courses)
        const courses = found.map(course => course.name).sort()
        const ifMatch = request.headers['if-match']
        const action = { action: 'set_bundle_courses', product: productId, courses, ifMatch } as const
        return act(engine, request, reply, action, async () =>
          tagged(reply, await getProduct(kysely, principal, productId)),
        )
      },
    })
  }
}
