/**
 * Who may do something in some teams alone may do it to what is of these teams: a route that says which teams a request is
 * about (`config.team`) is open to them, within those; every other route is closed.
 */
import type { FastifyRequest, RouteOptions } from 'fastify'
import type { Reader } from '../db/database.ts'
import { Refusal } from '../lib/refusal.ts'
import type { Permission } from '../lib/roles/permissions.ts'
import { readable } from '../lib/roles/readable.ts'
import { type Principal, principalOf, requirePermission } from './principal.ts'

/** An `onRoute` hook: a route says what its callers must be allowed, and one that reads, what it reads. */
export function requireSaid({ method, url, config }: RouteOptions): void {
  const { permission, reads } = config ?? {}
  const isSaid = permission === null || (permission && (reads || ![method].flat().includes('GET')))
  if (!isSaid) throw new Error(`${method} ${url} does not say what it takes: see reach/may-read.ts.`)
}

/** Throws `forbidden`: neither in the organization nor, where the route can be limited, in any team. Looks nothing up. */
export function requirePermissionOfRoute(request: FastifyRequest): void {
  const { permission, team, inTeams, within } = request.routeOptions.config
  if (permission === undefined)
    throw new Error(`${request.routeOptions.url} says of nothing that a caller must be allowed it`)
  if (permission === null) return
  const principal = principalOf(request)
  if (!(team || inTeams) || teamsWith(principal, permission).length === 0) requirePermission(principal, permission)
  if (within) requirePermission(principal, readable[within])
}

/**
 * A `preHandler` hook: finds the teams of the request, and lets the caller be for this request what it is in all of them.
 * Throws `not_found` for what is of no team that the caller has to do with, and `forbidden` for a team where it lacks the permission.
 */
export function limitToTeams(reader: Reader) {
  return async (request: FastifyRequest): Promise<void> => {
    const { permission, team, inTeams } = request.routeOptions.config
    const principal = principalOf(request)
    if (permission == null || principal.permissions.has(permission) || !team) return
    requireOwnOrganization(principal, request)
    const teams = await team(reader, request, teamsWith(principal, permission))
    const held = teams.map(id => principal.heldInTeams.find(team => team.id === id))
    if (held.length === 0 || held.includes(undefined))
      throw new Refusal('not_found', 'It is not there, or in no team of yours.')
    for (const one of held) if (one) requirePermission(one, permission)
    // Where the core looks at each of a list, it is only seen here that the list is all theirs.
    if (!inTeams) request.principal = limit(principal, teams)
  }
}

/** As who may do something is shown what it did: who may in teams alone sees there what it may see in each of them. */
export function limitedTo(principal: Principal, permission: Permission): Principal {
  if (principal.permissions.has(permission)) return principal
  return limit(principal, teamsWith(principal, permission))
}

function limit(principal: Principal, teams: readonly number[]): Principal {
  const { permissions: everywhere } = principal
  return { ...principal, permissions: everywhere.union(inEach(principal, teams)), everywhere, teams }
}

function inEach({ heldInTeams }: Principal, teams: readonly number[]): ReadonlySet<Permission> {
  const held = heldInTeams.filter(({ id }) => teams.includes(id)).map(({ permissions }) => permissions)
  return held.length === 0 ? new Set() : held.reduce((all, each) => all.intersection(each))
}

function teamsWith({ heldInTeams }: Principal, permission: Permission): number[] {
  return heldInTeams.flatMap(({ id, permissions }) => (permissions.has(permission) ? id : []))
}

/** Teams are of the organization at hand: nothing of those below it is theirs. */
function requireOwnOrganization({ organization: { id, slug } }: Principal, { query, body }: FastifyRequest): void {
  for (const part of [query, body].flat()) {
    const { organization: choice, below } = (part ?? {}) as { organization?: unknown; below?: unknown }
    if (below) throw new Refusal('not_found', 'What lies below is in no team of yours.')
    if (choice === undefined || choice === slug || String(choice) === String(id)) continue
    const message = 'is no organization of yours'
    throw new Refusal('not_found', `organization ${message}`, [{ field: 'organization', message }])
  }
}
