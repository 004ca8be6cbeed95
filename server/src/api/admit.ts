import type { FastifyReply, FastifyRequest } from 'fastify'
import { addressOf } from '../http/credentials.ts'
import { RefusedCall } from '../http/errors/refused-call.ts'
import type { CallCounter } from '../keyring/call-counter.ts'
import { Refusal } from '../lib/refusal.ts'
import type { Actor } from '../provisioning/intents/call.ts'
import { countCall } from './count-calls.ts'
import type { Principal } from './principal.ts'

/** Who asks, a key or a person, before it is said whether this call may be made. */
export interface Identified
  extends Pick<Principal, 'callerId' | 'secret' | 'signedInBy' | 'permissions' | 'heldInTeams'> {
  /** Where it is allowed to: there, or in an organization above in which a person has the role. */
  readonly actsFrom: number
  readonly actor: Actor
  readonly organization: { readonly id: number; readonly slug: string; readonly suspended: boolean }
  /** Calls a minute; 0: as many as it likes. */
  readonly rateLimit: number
  /** The version of the API that it speaks unless it says otherwise. */
  readonly apiVersion: string
}

export interface AdmitDeps {
  readonly calls: CallCounter
  /** An id for what is about to be asked. Absent: what is asked gets its own. */
  readonly nextOperationId?: () => Promise<number>
}

const suspended = 'The organization is suspended: it changes nothing until it is resumed.'

/** Throws `rate_limited`, or `forbidden`: the organization is suspended, and changes nothing. */
export async function admit(
  deps: AdmitDeps,
  { organization, actor, rateLimit, callerId, secret, signedInBy, actsFrom, permissions, heldInTeams }: Identified,
  request: FastifyRequest,
  reply: FastifyReply,
  receivedAt: Date,
): Promise<Principal> {
  if (!countCall(deps.calls, { callerId, rateLimit }, reply, receivedAt))
    throw new Refusal('rate_limited', `You may make ${rateLimit} calls a minute.`)
  const changesNothing = request.method === 'GET' || request.method === 'HEAD'
  if (organization.suspended && !changesNothing)
    throw new RefusedCall('forbidden', suspended, [{ code: 'organization_not_enabled', field: '' }], {
      call: { actor, organizationId: organization.id, source: null, ip: addressOf(request), receivedAt, actsFrom },
    })
  const operationId = changesNothing || !deps.nextOperationId ? null : await deps.nextOperationId()
  if (operationId !== null) reply.header('usher-operation', operationId)
  return {
    by: { actor, source: null, ip: addressOf(request), receivedAt, actsFrom, operationId },
    ...{ callerId, secret, signedInBy, organization, rateLimit, permissions, heldInTeams },
    teams: null,
  }
}
