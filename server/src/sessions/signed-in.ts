import type { FastifyReply, FastifyRequest } from 'fastify'
import { Refusal } from '../lib/refusal.ts'
import type { SignedInBy, Visitor } from '../places/signed-in-by.ts'
import type { Actor } from '../provisioning/intents/call.ts'
import { browserOf, sendCookies } from './browser-requests.ts'
import type { Session, Sessions, SignedInUser } from './sessions.ts'

export interface LiveSession extends Pick<Session, 'impersonator'> {
  readonly user: SignedInUser
  readonly signedInBy: SignedInBy
  /** The user, as whom what is open to this session is asked for. */
  readonly visitor: Visitor
  readonly token: string
  /** How what is done in it is logged. */
  readonly actor: Actor
}

/** Of the browser that asks; throws `unauthenticated` when nobody is signed in there. */
export async function getSession(
  sessions: Sessions,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<LiveSession> {
  const { user, impersonator, signedInBy, token, cookies } = await sessions.find(browserOf(request))
  sendCookies(reply, cookies)
  if (token === null || signedInBy === null) throw new Refusal('unauthenticated', 'Sign in first.')
  if (!user)
    throw new Refusal('unauthenticated', 'You acted as somebody else, and that is over. Go back to your own account.')
  const visitor = { id: user.id, signedInBy: impersonator ? null : signedInBy }
  const actor = { kind: 'user', id: user.id, impersonatorId: impersonator?.id } as const
  return { user, impersonator, signedInBy, visitor, token, actor }
}
