/**
 * What every face does that knows its callers: says of a request whose it is, holds back who may not call until the body has
 * said whom it was about, tells the log of what is refused, and answers it in its own words.
 */
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { type FaceWords, sendError, toRefusal } from '../http/errors/errors.ts'
import { holdBack, type RecordDeps, recordRefusal, type Teller } from './record-refused.ts'

export interface Face extends Teller {
  readonly words: FaceWords
  /** Says whose a request is, and throws where it may not be made. */
  readonly identify: (request: FastifyRequest, reply: FastifyReply) => Promise<void>
}

/** To be asked before other hooks are there. */
export function speakAs(face: Face, app: FastifyInstance, deps: RecordDeps): void {
  app.decorateRequest('principal', null)
  app.decorateRequest('heldBack', null)
  app.addHook('onRequest', async (request, reply) => {
    try {
      await face.identify(request, reply)
    } catch (error) {
      holdBack(face, request, error)
    }
  })
  app.addHook('preValidation', async request => {
    if (request.heldBack) throw request.heldBack
  })
  app.setErrorHandler(async (error: FastifyError, request, reply) => {
    const refusal = request.heldBack ?? toRefusal(error, request)
    try {
      const operationId = refusal && (await recordRefusal(deps, face, request, refusal))
      if (operationId === null) reply.removeHeader('usher-operation')
      else reply.header('usher-operation', operationId)
    } catch (failure) {
      return sendError(face.words, failure as FastifyError, request, reply)
    }
    return sendError(face.words, (refusal as FastifyError | null) ?? error, request, reply)
  })
}
