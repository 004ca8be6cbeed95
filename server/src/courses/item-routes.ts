import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { change } from '../api/change.ts'
import { principalOf } from '../api/principal.ts'
import type { Database } from '../db/database.ts'
import { tagged } from '../http/etag.ts'
import { ById, changed, gone, IfMatch, made, Writing } from '../http/shapes.ts'
import { mayRead } from '../reach/may-read.ts'
import { addItems } from './add-items.ts'
import { getItem, listItemPage } from './item-queries.ts'
import { getCourse } from './queries.ts'
import { removeItem } from './remove-item.ts'
import { reorderItems } from './reorder-items.ts'
import * as shape from './schema.ts'
import { updateItem } from './update-item.ts'

export function itemRoutes(database: Pick<Database, 'kysely'>): FastifyPluginAsyncTypebox {
  const { kysely } = database
  const tags = ['Items']
  return async app => {
    app.get('/api/courses/:id/items', {
      config: mayRead('item'),
      schema: {
        tags,
        summary: 'List the items of a course',
        description: 'In their order, unless another sort is asked for.',
        params: ById,
        querystring: shape.ItemList,
        response: { 200: shape.ItemPage },
      },
      handler: async request => {
        const { id } = await getCourse(kysely, principalOf(request), request.params.id)
        return listItemPage(kysely, id, request.query)
      },
    })

    app.post('/api/courses/:id/items', {
      config: { permission: 'catalog.create' },
      schema: {
        tags,
        summary: 'Add an item at the end of a course',
        params: ById,
        querystring: Writing,
        body: shape.NewItem,
        response: made(shape.Item),
      },
      handler: (request, reply) =>
        change(database, request, reply, 201, async (transaction, by, principal) => {
          const [item] = await addItems(transaction, principal, request.params.id, [request.body], by)
          return item
        }),
    })

    app.put('/api/courses/:id/items', {
      config: { permission: 'catalog.edit' },
      schema: {
        tags,
        summary: 'Set the order of the items of a course',
        description: "`If-Match` takes the course's `ETag`: an item that is added, moved or taken out changes it.",
        params: ById,
        headers: IfMatch,
        querystring: Writing,
        body: shape.ItemOrder,
        response: changed(shape.OrderedItems),
      },
      handler: (request, reply) =>
        change(database, request, reply, 200, async (transaction, by, principal) => {
          const ifMatch = request.headers['if-match']
          const order = { courseId: request.params.id, ids: request.body.items, ifMatch }
          return { data: await reorderItems(transaction, principal, order, by) }
        }),
    })

    app.get('/api/items/:id', {
      config: mayRead('item'),
      schema: { tags, summary: 'Read an item', params: ById, response: { 200: shape.Item } },
      handler: async (request, reply) => tagged(reply, await getItem(kysely, principalOf(request), request.params.id)),
    })

    app.patch('/api/items/:id', {
      config: { permission: 'catalog.edit' },
      schema: {
        tags,
        summary: 'Change an item',
        params: ById,
        headers: IfMatch,
        querystring: Writing,
        body: shape.ItemChanges,
        response: changed(shape.Item),
      },
      handler: (request, reply) =>
        change(database, request, reply, 200, (transaction, by, principal) =>
          updateItem(
            transaction,
            principal,
            { ...request.params, ifMatch: request.headers['if-match'] },
            request.body,
            by,
          ),
        ),
    })

    app.delete('/api/items/:id', {
      config: { permission: 'catalog.delete' },
      schema: {
        tags,
        summary: 'Take an item out of its course',
        description: 'For good. Those after it move up.',
        params: ById,
        headers: IfMatch,
        querystring: Writing,
        response: gone,
      },
      handler: (request, reply) =>
        change(database, request, reply, 204, (transaction, by, principal) =>
          removeItem(transaction, principal, { ...request.params, ifMatch: request.headers['if-match'] }, by),
        ),
    })
  }
}
