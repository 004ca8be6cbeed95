import type { FastifyReply, FastifyRequest } from 'fastify'
import { Refusal } from '../lib/refusal.ts'
import type { Auth, SignedInUser } from './auth.ts'
import { browserOf, sendCookies } from './browser-requests.ts'

/** Whose browser it is that asks; throws `unauthenticated` when nobody is signed in there. */
export async function getSignedInUser(auth: Auth, request: FastifyRequest, reply: FastifyReply): Promise<SignedInUser> {
  const { user, cookies } = await auth.findSession(browserOf(request))
  sendCookies(reply, cookies)
  if (!user) throw new Refusal('unauthenticated', 'Sign in first.')
  return user
}
