/**
 * The ground that every route of the dialect stands on: the key, its permission, the limit of a second, bodies, and errors in
 * their shape. Each route says by `config.permission` what it takes, and by `config.operation` what the log calls it, as in the
 * native API.
 */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { callIn, requireDone } from '../../api/ask.ts'
import { type Face, speakAs } from '../../api/face.ts'
import { findLiveKey, identifyKey, type KeyDeps, keyOf } from '../../api/key-caller.ts'
import { requirePermissionOfRoute, requireSaid } from '../../api/limit-to-teams.ts'
import { type Principal, principalOf } from '../../api/principal.ts'
import { refusalOf } from '../../api/problem-words.ts'
import type { Config } from '../../config.ts'
import type { Database } from '../../db/database.ts'
import { refuseAddress } from '../../http/methods.ts'
import type { Caller } from '../../provisioning/actions/action.ts'
import { type Engine, weightOf } from '../../provisioning/engine.ts'
import type { Call } from '../../provisioning/intents/call.ts'
import type { Outcome } from '../../provisioning/intents/outcome.ts'
import type { ProvisionIntent } from '../../provisioning/intents/provision.ts'
import type { DoneTo, Item } from '../../provisioning/item.ts'
import { readForLog, takeFormOfGet } from './body.ts'
import type { LinkRoot, Version } from './envelope.ts'
import { Refused, words } from './errors.ts'
import { type FewAtOnce, type Pace, waitForTurn } from './pace.ts'
import { type NorthpassSettings, settingsFrom } from './settings.ts'
import { readSaid } from './translate.ts'

export interface NorthpassDeps extends KeyDeps {
  readonly database: Pick<Database, 'kysely'>
  readonly config: Pick<Config, 'publicUrl' | 'publicUrlGiven' | 'passwordLinkDays'>
  /** Told that a mail may wait to be sent. */
  readonly onMail: () => void
}

/** What a file of routes is given. */
export interface RouteDeps extends NorthpassDeps {
  readonly root: LinkRoot
  /** Of the routes that take large bodies. */
  readonly few: FewAtOnce
}

export type Routes = (app: FastifyInstance, deps: RouteDeps) => void

/** One version of it. */
export function prepare(
  app: FastifyInstance,
  deps: NorthpassDeps & Pick<RouteDeps, 'few'>,
  version: Version,
  pace: Pace,
  things: readonly Routes[],
): void {
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', { parseAs: 'buffer' }, async (_: unknown, bytes: Buffer) => bytes) // see body.ts
  app.addHook('onRoute', requireSaid)
  app.addHook('onRoute', route => {
    route.schema = { ...route.schema, hide: true } // the guide describes them, not our openapi.json
  })
  const face: Face = {
    words,
    operationOf: request => request.routeOptions.config.operation,
    isTold: request => request.routeOptions.config.operation !== undefined,
    readSaid: (request, problems) => readSaid(readForLog(request), problems),
    async identify(request, reply) {
      reply.headers({ 'cache-control': 'no-store', 'x-request-id': request.id }).type(words.type)
      await takeFormOfGet(request, reply)
      await waitForTurn(pace, deps.now, await findLiveKey(deps, request, reply, deps.now()), reply)
      await identifyKey(deps, request, reply)
      if (!request.is404) requirePermissionOfRoute(request)
    },
  }
  speakAs(face, app, deps)
  // Once more: while a body comes slowly, its key may be revoked.
  app.addHook('preValidation', async (request, reply) => {
    if (request.body !== undefined) await findLiveKey(deps, request, reply, deps.now())
  })
  app.setNotFoundHandler(refuseAddress)
  const root = { version, base: `${deps.config.publicUrl}/${version}` }
  for (const routes of things) routes(app, { ...deps, root })
}

/** Whose call it is, and what their organization wants of the dialect. */
export function callerOf(request: FastifyRequest): {
  principal: Principal
  organizationId: number
  settings: NorthpassSettings
} {
  const { id, dialects } = keyOf(request).organization
  return { principal: principalOf(request), organizationId: id, settings: settingsFrom(dialects) }
}

/** For whom something is asked by the ids of things. Of several things each is an operation of its own. */
export function askerOf(request: FastifyRequest, things = 1): Caller {
  const { by, ...principal } = principalOf(request)
  const operationId = things === 1 ? by.operationId : undefined
  return { ...principal, by: { ...by, operationId, source: 'northpass' } }
}

/** The circumstances of what is asked of the engine. */
export function callOf(request: FastifyRequest): Call {
  return callIn(request, principalOf(request).organization.id, 'northpass')
}

/** 501: the address is right, and nothing was done. */
export function refuseWriting(app: FastifyInstance, url: string, detail: string): void {
  app.route({
    method: ['POST', 'PUT', 'PATCH', 'DELETE'],
    url,
    config: { permission: null, undescribed: true },
    handler: async () => {
      throw new Refused(501, { detail })
    },
  })
}

interface PersonInGroups {
  readonly email: string
  readonly firstName?: string
  readonly lastName?: string | null
  /** By id or name. */
  readonly groups?: readonly (number | string)[]
  /** Whether a mail with the way in goes out when something changed. */
  readonly welcome?: boolean
}

/** Makes sure that somebody is here, and in these groups. */
export function placing(
  call: Call,
  { email, firstName = '', lastName = null, groups = [], welcome = false }: PersonInGroups,
) {
  return {
    kind: 'provision',
    call,
    ...{ email, firstName, lastName, groups, welcome },
    courses: [],
    access: null,
    reference: null,
    grantSource: 'api',
    problems: [],
  } satisfies ProvisionIntent
}

/** A set's rows stay in memory, and its people locked, until it is written: of people, and of what is named for all of them. */
const [mostPeople, mostNamed] = [2000, 10_000]

/** The outcomes in their order. Throws the Refusal of the first that is refused: then the set that it is in changes nothing. */
export async function askAll<Each extends Item>(
  engine: Engine,
  reply: FastifyReply,
  intents: readonly Each[],
): Promise<DoneTo<Each>[]> {
  const done: DoneTo<Each>[] = []
  for (const set of cut(intents)) {
    const outcomes = set.length === 1 ? [await engine.submit(set[0] as Each)] : await engine.run(set, requireAll)
    done.push(...outcomes.map(outcome => requireDone<Each>(outcome)))
  }
  // Each has an operation of its own in the log: of many, none is named.
  reply.removeHeader('usher-operation')
  const [first] = done
  if (first && done.length === 1) reply.header('usher-operation', first.operationId)
  return done
}

function cut<Each extends Item>(intents: readonly Each[]): Each[][] {
  const sets: Each[][] = []
  let named = Number.POSITIVE_INFINITY
  for (const intent of intents) {
    const weight = weightOf(intent)
    if (named + weight > mostNamed || sets.at(-1)?.length === mostPeople) {
      sets.push([])
      named = 0
    }
    sets.at(-1)?.push(intent)
    named += weight
  }
  return sets
}

/** With the set the lines of the log are gone that would tell of it. */
function requireAll({ outcomes }: { readonly outcomes: readonly Outcome[] }): void {
  for (const outcome of outcomes) if ('problems' in outcome) throw refusalOf(outcome.problems)
}
