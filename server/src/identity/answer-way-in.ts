import type { FastifyReply } from 'fastify'
import { sendCookies } from '../sessions/browser-requests.ts'
import type { AskedFactor } from '../sessions/pending-sign-ins.ts'
import type { SignedInUser } from '../sessions/sessions.ts'
import type { WayIn } from './let-in.ts'

type Asked = { second_factor: AskedFactor['kinds'][number][] }

/** 202 where the second factor is asked for, with what is taken for it. */
export function answerWayIn(reply: FastifyReply, way: WayIn): { user: SignedInUser } | Asked {
  sendCookies(reply, way.cookies)
  if (way.user) return { user: way.user }
  reply.code(202)
  return { second_factor: [...way.kinds] }
}
