import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Config } from '../config.ts'
import type { Database } from '../db/database.ts'
import { newestApiVersion } from '../lib/api-versions.ts'
import { choosePlace } from '../places/choose-place.ts'
import { refuseOtherSites } from '../sessions/browser-requests.ts'
import type { Sessions } from '../sessions/sessions.ts'
import { getSession } from '../sessions/signed-in.ts'
import type { Identified } from './admit.ts'

export interface PersonDeps {
  readonly sessions: Sessions
  readonly database: Pick<Database, 'kysely'>
  readonly config: Pick<Config, 'publicUrl'>
}

/** Whether a request can only be a person's: it has cookies, and tries no key. */
export function isOfBrowser({ headers }: FastifyRequest): boolean {
  return headers['x-api-key'] === undefined && headers.authorization === undefined && headers.cookie !== undefined
}

/** The person whose session a request has, in the organization that it names. Throws `unauthenticated` and what `choosePlace` does. */
export async function findPersonCaller(
  { sessions, database, config }: PersonDeps,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<Identified> {
  const { user, token, actor, visitor, signedInBy } = await getSession(sessions, request, reply)
  await refuseOtherSites(config)(request)
  const choice = request.headers['usher-organization']
  const { id, slug, suspended, rateLimit, permissions, teams, actsFrom } = await choosePlace(
    database.kysely,
    visitor,
    choice === undefined ? undefined : String(choice),
  )
  return {
    actor,
    callerId: user.id,
    secret: token,
    signedInBy,
    organization: { id, slug, suspended },
    permissions,
    actsFrom,
    heldInTeams: teams,
    rateLimit,
    apiVersion: newestApiVersion,
  }
}
