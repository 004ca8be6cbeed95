import type { FastifyReply } from 'fastify'
import { sendCookies } from '../sessions/browser-requests.ts'
import type { SignedInUser } from '../sessions/sessions.ts'
import type { WayIn } from './let-in.ts'

type Asked = { second_factor: ('authenticator' | 'recovery_code')[] }

/** 202 where the second factor is asked for, with what is taken for it. */
export function answerWayIn(reply: FastifyReply, { user, cookies }: WayIn): { user: SignedInUser } | Asked {
  sendCookies(reply, cookies)
  if (user) return { user }
  reply.code(202)
  return { second_factor: ['authenticator', 'recovery_code'] }
}
