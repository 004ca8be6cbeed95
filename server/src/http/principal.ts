/** Who asks the native API, and what they may do where. */
import type { FastifyRequest } from 'fastify'
import type { Permission } from '../lib/permissions.ts'
import { Refusal } from '../lib/refusal.ts'
import type { By } from '../operations/record-operation.ts'

export interface Principal {
  /** How its changes are logged: all of one request are one operation. */
  readonly by: By
  readonly keyId: number
  /** It acts here and below, never beside or above. */
  readonly organization: { readonly id: number; readonly slug: string }
  readonly permissions: ReadonlySet<Permission>
}

declare module 'fastify' {
  interface FastifyRequest {
    principal: Principal | null
  }
  interface FastifyContextConfig {
    /** What the caller must be allowed for this route; null: nothing besides having a key. */
    permission?: Permission | null
  }
}

/** Of a request to a route below `api.ts`, whose hook sets it. */
export function principalOf({ principal }: FastifyRequest): Principal {
  if (!principal) throw new Error('this route lies outside the native API')
  return principal
}

/** Throws `forbidden`. For what a route does only in some cases; what it always does is in its `config`. */
export function requirePermission(principal: Pick<Principal, 'permissions'>, permission: Permission): void {
  if (!principal.permissions.has(permission))
    throw new Refusal('forbidden', `This key lacks the permission ${permission}.`)
}
