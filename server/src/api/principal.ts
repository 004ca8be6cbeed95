/** Who asks the native API, and what they may do where. */
import type { FastifyRequest } from 'fastify'
import type { Reader } from '../db/database.ts'
import { RefusedCall } from '../http/errors/refused-call.ts'
import type { Permission } from '../lib/roles/permissions.ts'
import type { Readable } from '../lib/roles/readable.ts'
import type { SignedInBy } from '../places/signed-in-by.ts'
import type { Caller } from '../provisioning/actions/action.ts'

export interface Principal extends Caller {
  /** Of the key, or of the person: what is counted, planned and answered for a caller is kept under it. */
  readonly callerId: number
  /** What nobody but the caller has: answers that are kept are sealed with it. */
  readonly secret: string
  /** How a person came in; null: it is a key. */
  readonly signedInBy: SignedInBy | null
  readonly organization: { readonly id: number; readonly slug: string }
  /** Calls a minute; 0: as many as it likes. */
  readonly rateLimit: number
  /** The teams that this request is about, where it is allowed in them alone (`limit-to-teams.ts`). Null: no such limit. */
  readonly teams: readonly number[] | null
  /** Where there is such a limit: what it may do in the whole organization. */
  readonly everywhere?: ReadonlySet<Permission>
}

/**
 * The teams that a request is about; of those that may be said to be meant alike, those among `theirs`, in which the caller
 * has what the route takes. None: what it names is not there, or is of no team.
 */
export type TeamsOf = (
  reader: Reader,
  request: FastifyRequest,
  theirs: readonly number[],
) => readonly number[] | Promise<readonly number[]>

declare module 'fastify' {
  interface FastifyRequest {
    principal: Principal | null
  }
  interface FastifyContextConfig {
    /** What the caller must be allowed for this route; null: nothing besides being known. */
    permission?: Permission | null
    /** What it reads, of which `lib/roles/readable.ts` says the permission: `mayRead` says both. */
    reads?: Readable
    /** That stands within another thing, which one must be allowed to see too. */
    within?: Readable
    /** Opens the route to who is allowed it in teams alone (`reach/team-of.ts`). What else it names must be looked at too. */
    team?: TeamsOf
    /** The same, where the core looks at what is named (`provisioning/actions/`). */
    inTeams?: boolean
  }
}

/** Of a request to a route below `api.ts`, whose hook sets it. */
export function principalOf({ principal }: FastifyRequest): Principal {
  if (!principal) throw new Error('this route lies outside the native API')
  return principal
}

/** Throws `forbidden`. For what a route does only in some cases; what it always does is in its `config`. */
export function requirePermission({ permissions }: Pick<Principal, 'permissions'>, permission: Permission): void {
  if (!permissions.has(permission))
    throw new RefusedCall('forbidden', `This takes the permission ${permission}.`, [
      { code: 'not_permitted', field: '', value: permission },
    ])
}
