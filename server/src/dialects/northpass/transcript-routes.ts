/** What a person has to do with the courses of the school: those they are in, and those they completed and left since. */
import type { FastifyInstance } from 'fastify'
import { callerOf, type RouteDeps } from './api.ts'
import { enrollmentKey, hasTranscript, selectTranscript, toTranscriptLine, transcriptColumns } from './enrollments.ts'
import { notFound } from './errors.ts'
import { fromUuid } from './ids.ts'
import { answerList } from './list.ts'

export function transcriptRoutes(app: FastifyInstance, { database: { kysely }, place }: RouteDeps): void {
  for (const url of ['/transcripts/:id', '/people/:id/transcript'])
    app.get<{ Params: { id: string } }>(url, { config: { permission: 'enrollments.view' } }, async (request, reply) => {
      const { organizationId } = callerOf(request)
      const who = { organizationId, userId: fromUuid('people', request.params.id) }
      // Clients take it for empty; a page of one that is there can be.
      if (!(await hasTranscript(kysely, who))) throw notFound(`There is no transcript of ${request.params.id}.`)
      return answerList(place, request, reply, {
        query: selectTranscript(kysely, who),
        columns: transcriptColumns,
        key: enrollmentKey,
        present: row => toTranscriptLine(place, row),
      })
    })
}
