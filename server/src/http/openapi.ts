/** The description of every route, gathered from the routes themselves. */
import swagger from '@fastify/swagger'
import plugin from 'fastify-plugin'

const description = 'Provision learners: one call makes the account, the membership, the enrollments and the mail.'

export const openApi = plugin(async server => {
  await server.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Usher',
        description,
        version: '0.1.0',
        license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
      },
      components: {
        securitySchemes: {
          apiKey: { type: 'apiKey', in: 'header', name: 'X-API-Key' },
          bearer: { type: 'http', scheme: 'bearer' },
          session: { type: 'apiKey', in: 'cookie', name: 'usher.session_token' },
        },
      },
    },
  })
})
