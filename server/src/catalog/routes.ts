import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { change } from '../api/change.ts'
import { principalOf } from '../api/principal.ts'
import type { Database } from '../db/database.ts'
import { tagged } from '../http/etag.ts'
import { ById, changed, gone, IfMatch, made, Writing } from '../http/shapes.ts'
import { mayRead } from '../reach/may-read.ts'
import { archiveCatalogItem, restoreCatalogItem } from './archive-catalog-item.ts'
import { createCatalogItem } from './create-catalog-item.ts'
import { getCatalogItem, listCatalogItems } from './queries.ts'
import * as shape from './schema.ts'
import { updateCatalogItem } from './update-catalog-item.ts'

export function catalogItemRoutes(database: Pick<Database, 'kysely'>): FastifyPluginAsyncTypebox {
  const { kysely } = database
  const tags = ['Catalog items']
  return async app => {
    app.get('/api/catalog-items', {
      config: mayRead('catalog_item', 'list'),
      schema: {
        tags,
        summary: 'List catalog items',
        querystring: shape.CatalogItemList,
        response: { 200: shape.CatalogItemPage },
      },
      handler: request => listCatalogItems(kysely, principalOf(request), request.query),
    })

    app.post('/api/catalog-items', {
      config: { permission: 'catalog.create' },
      schema: {
        tags,
        summary: 'Make a catalog item',
        description: 'So many seats of a product for so many credits, offered to organizations and teams.',
        querystring: Writing,
        body: shape.NewCatalogItem,
        response: made(shape.CatalogItem),
      },
      handler: (request, reply) =>
        change(database, request, reply, 201, (transaction, by, principal) =>
          createCatalogItem(transaction, principal, request.body, by),
        ),
    })

    app.get('/api/catalog-items/:id', {
      config: mayRead('catalog_item'),
      schema: {
        tags,
        summary: 'Read a catalog item',
        params: ById,
        querystring: shape.Reading,
        response: { 200: shape.CatalogItem },
      },
      handler: async (request, reply) =>
        tagged(reply, await getCatalogItem(kysely, principalOf(request), request.params.id)),
    })

    app.patch('/api/catalog-items/:id', {
      config: { permission: 'catalog.edit' },
      schema: {
        tags,
        summary: 'Change a catalog item',
        description: 'What was bought stays as it was.',
        params: ById,
        headers: IfMatch,
        querystring: Writing,
        body: shape.CatalogItemChanges,
        response: changed(shape.CatalogItem),
      },
      handler: (request, reply) =>
        change(database, request, reply, 200, (transaction, by, principal) =>
          updateCatalogItem(
            transaction,
            principal,
            { ...request.params, ifMatch: request.headers['if-match'] },
            request.body,
            by,
          ),
        ),
    })

    app.delete('/api/catalog-items/:id', {
      config: { permission: 'catalog.delete' },
      schema: {
        tags,
        summary: 'Archive a catalog item',
        description: 'Nobody can buy it any more; what was bought stays.',
        params: ById,
        headers: IfMatch,
        querystring: Writing,
        response: gone,
      },
      handler: (request, reply) =>
        change(database, request, reply, 204, async (transaction, by, principal) => {
          const which = { ...request.params, ifMatch: request.headers['if-match'] }
          await archiveCatalogItem(transaction, principal, which, by)
        }),
    })

    app.post('/api/catalog-items/:id/restore', {
      config: { permission: 'catalog.edit' },
      schema: {
        tags,
        summary: 'Take an archived item into the catalog again',
        params: ById,
        headers: IfMatch,
        querystring: Writing,
        response: changed(shape.CatalogItem),
      },
      handler: (request, reply) =>
        change(database, request, reply, 200, (transaction, by, principal) =>
          restoreCatalogItem(transaction, principal, { ...request.params, ifMatch: request.headers['if-match'] }, by),
        ),
    })
  }
}
