import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { principalOf } from '../api/principal.ts'
import type { Database } from '../db/database.ts'
import { mayRead } from '../reach/may-read.ts'
import { explain } from './explain.ts'
import * as shape from './schema.ts'

export function explainRoutes({ kysely }: Pick<Database, 'kysely'>): FastifyPluginAsyncTypebox {
  return async app => {
    app.get('/api/explain', {
      config: mayRead('explanation', 'one'),
      schema: {
        tags: ['Explain'],
        summary: 'Why somebody has a course, or does not',
        description:
          'The status, every grant behind it with who gave it, when and by what, and what would have to happen for it to change. Who may see enrollments in teams alone is told of the people in them: whole of what came from these teams, and of who is in them; of any other grant only when it was given, and what it gives.',
        querystring: shape.Question,
        response: { 200: shape.Explanation },
      },
      handler: request => {
        const principal = principalOf(request)
        return explain(kysely, principal, request.query, principal.by.receivedAt)
      },
    })
  }
}
