/** The description of every route, gathered from the routes themselves, and served at `/openapi.json`. */
import { createHash } from 'node:crypto'
import swagger from '@fastify/swagger'
import plugin from 'fastify-plugin'
import type { Config } from '../../config.ts'
import { newestApiVersion } from '../../lib/api-versions.ts'
import { apiTags } from './api-tags.ts'
import { type ApiDescription, completeDescription } from './complete-description.ts'
import { hoistParts } from './hoist-parts.ts'
import { hoistSchemas } from './hoist-schemas.ts'
import { sayForms } from './say-forms.ts'

const description = [
  'Provision learners, and manage organizations, teams, seats, courses and people.',
  'Send your key as `Authorization: Bearer …` or as `X-API-Key`; a person who has signed in is known by the session. The guide (docs/api.md) has the rest:',
  'scopes, pages, plans, ETags, Idempotency-Key, rate limits, versions and errors.',
].join('\n')

export const openApi = plugin(
  async (server, { publicUrl, publicUrlGiven }: Pick<Config, 'publicUrl' | 'publicUrlGiven'>) => {
    await server.register(swagger, {
      openapi: {
        openapi: '3.1.0',
        info: {
          title: 'Usher',
          summary: 'Usher seats learners.',
          description,
          version: newestApiVersion,
          contact: { name: 'Usher' },
          license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
        },
        servers: [{ url: publicUrlGiven ? publicUrl : '/', description: 'This server' }],
        tags: Object.entries(apiTags).map(([name, description]) => ({ name, description })),
        components: {
          securitySchemes: {
            apiKey: { type: 'apiKey', in: 'header', name: 'X-API-Key', description: 'An API key.' },
            bearer: { type: 'http', scheme: 'bearer', description: 'An API key, as a Bearer token.' },
            session: {
              type: 'apiKey',
              in: 'cookie',
              name: 'usher_session',
              description: 'The session of a person who has signed in.',
            },
          },
        },
      },
      transform({ schema, url, route }) {
        const { permission, team, inTeams, proof } = route.config ?? {}
        const who = permission !== undefined && {
          'x-permission': permission,
          'x-in-teams': team !== undefined || inTeams === true,
          ...(proof && { 'x-proof': proof }),
        }
        return { schema: { ...schema, ...who }, url }
      },
      transformObject(document) {
        const description: unknown = 'openapiObject' in document && document.openapiObject
        return hoistParts(hoistSchemas(completeDescription(sayForms(description as ApiDescription)))) as never
      },
    })

    let known: { readonly text: string; readonly tag: string } | undefined
    const describe = () => {
      const text = JSON.stringify(server.swagger())
      return { text, tag: `"${createHash('sha256').update(text).digest('base64url').slice(0, 20)}"` }
    }
    server.get('/openapi.json', { schema: { hide: true } }, (request, reply) => {
      known ??= describe()
      const { text, tag } = known
      reply.headers({ etag: tag, 'cache-control': 'public, max-age=300', 'access-control-allow-origin': '*' })
      if (tagsIn(request.headers['if-none-match']).includes(tag)) return reply.code(304).send()
      return reply.type('application/json; charset=utf-8').send(text)
    })
  },
)

function tagsIn(header = ''): string[] {
  return header.split(',').map(tag => tag.trim().replace(/^W\//, ''))
}
