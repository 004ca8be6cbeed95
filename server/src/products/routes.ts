import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { change } from '../api/change.ts'
import { principalOf } from '../api/principal.ts'
import type { Database } from '../db/database.ts'
import { tagged } from '../http/etag.ts'
import { ById, changed, gone, IfMatch, made, Writing } from '../http/shapes.ts'
import { listOrganizationIds } from '../reach/find-organization.ts'
import { mayRead } from '../reach/may-read.ts'
import { archiveProduct, restoreProduct } from './archive-product.ts'
import { createProduct } from './create-product.ts'
import { getProduct, listProducts } from './queries.ts'
import * as shape from './schema.ts'
import { updateProduct } from './update-product.ts'

export function productRoutes(database: Pick<Database, 'kysely'>): FastifyPluginAsyncTypebox {
  const { kysely } = database
  const tags = ['Products']
  return async app => {
    app.get('/api/products', {
      config: mayRead('product', 'list'),
      schema: { tags, summary: 'List products', querystring: shape.ProductList, response: { 200: shape.ProductPage } },
      handler: async request => {
        const { organization, below, ...filter } = request.query
        const place = { organization, below }
        const organizationIds = await listOrganizationIds(kysely, principalOf(request).organization, place)
        return listProducts(kysely, { ...filter, organizationIds })
      },
    })

    app.post('/api/products', {
      config: { permission: 'catalog.create' },
      schema: {
        tags,
        summary: 'Make a bundle',
        description:
          'Courses sold together. What is sold alone is there already: each course has a product of its own.',
        querystring: Writing,
        body: shape.NewProduct,
        response: made(shape.Product),
      },
      handler: (request, reply) =>
        change(database, request, reply, 201, (transaction, by, principal) =>
          createProduct(transaction, principal, request.body, by),
        ),
    })

    app.get('/api/products/:id', {
      config: mayRead('product', 'one'),
      schema: {
        tags,
        summary: 'Read a product',
        params: ById,
        querystring: shape.Reading,
        response: { 200: shape.Product },
      },
      handler: async (request, reply) =>
        tagged(reply, await getProduct(kysely, principalOf(request), request.params.id)),
    })

    app.patch('/api/products/:id', {
      config: { permission: 'catalog.edit' },
      schema: {
        tags,
        summary: 'Change a bundle',
        description:
          'The product of a course follows the course and is not changed here. Who has courses by a bundle keeps them as they were given; which courses it holds is said with `PUT /api/products/{id}/courses`.',
        params: ById,
        headers: IfMatch,
        querystring: Writing,
        body: shape.ProductChanges,
        response: changed(shape.Product),
      },
      handler: (request, reply) =>
        change(database, request, reply, 200, (transaction, by, principal) =>
          updateProduct(
            transaction,
            principal,
            { ...request.params, ifMatch: request.headers['if-match'] },
            request.body,
            by,
          ),
        ),
    })

    app.delete('/api/products/:id', {
      config: { permission: 'catalog.delete' },
      schema: {
        tags,
        summary: 'Archive a bundle',
        description: 'It is sold no more; who has it keeps it.',
        params: ById,
        headers: IfMatch,
        querystring: Writing,
        response: gone,
      },
      handler: (request, reply) =>
        change(database, request, reply, 204, async (transaction, by, principal) => {
          const which = { ...request.params, ifMatch: request.headers['if-match'] }
          await archiveProduct(transaction, principal, which, by)
        }),
    })

    app.post('/api/products/:id/restore', {
      config: { permission: 'catalog.edit' },
      schema: {
        tags,
        summary: 'Take an archived bundle into use again',
        params: ById,
        headers: IfMatch,
        querystring: Writing,
        response: changed(shape.Product),
      },
      handler: (request, reply) =>
        change(database, request, reply, 200, (transaction, by, principal) =>
          restoreProduct(transaction, principal, { ...request.params, ifMatch: request.headers['if-match'] }, by),
        ),
    })
  }
}
