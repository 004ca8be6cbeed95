/** What providers call the things that they say of a person, and what is made of it. */
import { bound, type Claims, type SaidClaims, type Values, valuesOf } from '../claims.ts'
import { wrong } from '../verdict.ts'
import { type OidcPreset, presets } from './presets.ts'
import type { Wrong } from './verdict.ts'

const single = ['email', 'first_name', 'last_name', 'name', 'username'] as const
type SingleClaim = (typeof single)[number]

/** Names of claims; the first that is there counts. */
export type ClaimNames = Readonly<Record<SingleClaim | 'groups', readonly string[]>>

export interface OidcClaims extends Claims {
  /** As the person signs in over there. For people to read: neither it nor an email in it is proven. */
  readonly username: string | null
}

export type RawClaims = Readonly<Record<string, unknown>>

/** What a kind of provider calls them. `own` names stand in their place where they are given. */
export function claimNames(preset: OidcPreset, own: Partial<ClaimNames> = {}): ClaimNames {
  return {
    email: own.email ?? ['email'],
    first_name: own.first_name ?? ['given_name'],
    last_name: own.last_name ?? ['family_name'],
    name: own.name ?? ['name'],
    username: own.username ?? ['preferred_username', 'upn'],
    groups: own.groups ?? presets[preset].groups,
  }
}

/** Whether the ID token leaves out what is read of a person, or `others` that are looked at, so that userinfo is worth a call. */
export function leavesOut(token: RawClaims, names: ClaimNames, others: readonly string[] = []): boolean {
  const isThere = (claim: keyof ClaimNames) => names[claim].length === 0 || names[claim].some(name => name in token)
  const hasName = isThere('name') || (isThere('first_name') && isThere('last_name'))
  if (!isThere('email') || !hasName || !(isThere('groups') || isOverfull(token, names.groups))) return true
  const said = others.length > 0 ? listSaid(token, names) : null
  return others.some(name => !said?.has(name))
}

/**
 * Userinfo fills in what the ID token leaves out, and overrides nothing: that one is signed. What belongs together comes from one
 * of them: that an address is verified is said of the address beside it.
 */
export function joinClaims(token: RawClaims, userinfo: RawClaims, names: ClaimNames): RawClaims {
  const withEmail = names.email.some(name => name in token) ? token : userinfo
  return { ...userinfo, ...token, email_verified: withEmail.email_verified }
}

/** Several values where one is wanted are refused: which one counts is not ours to guess. */
export function readClaims(said: RawClaims, names: ClaimNames): OidcClaims | Wrong {
  const find = (claim: SingleClaim) => names[claim].find(name => said[name] !== undefined && said[name] !== null)
  const read = single.map(claim => [claim, oneOf(said, find(claim))] as const)
  const bad = read.map(([, value]) => value).find(value => typeof value === 'object' && value !== null)
  if (bad) return bad
  const one = Object.fromEntries(read) as Record<SingleClaim, string | null>
  const isVerified = find('email') === 'email' && said.email_verified === true
  return { ...one, email_verified: isVerified, groups: readGroups(said, names.groups) }
}

function oneOf(said: RawClaims, name: string | undefined): string | null | Wrong {
  if (name === undefined) return null
  const values = [said[name]].flat()
  if (values.length > 1) return wrong('claim_doubled', `${name} has ${values.length} values`)
  const [value = ''] = values
  return typeof value === 'string' ? value.trim() || null : wrong('claim_unreadable', `${name} is not a text`)
}

function readGroups(said: RawClaims, names: readonly string[]): Values | null {
  if (isOverfull(said, names)) return null
  const name = names.find(one => said[one] !== undefined && said[one] !== null)
  const values = name === undefined ? [null] : [said[name]].flat()
  // One that cannot be read may be any.
  if (!values.every(value => typeof value === 'string')) return null
  return valuesOf(values)
}

/** Of the protocol, and of nobody's person. */
const ofProtocol = new Set([
  ...['iss', 'aud', 'azp', 'exp', 'iat', 'nbf', 'jti', 'nonce', 'sid', 'auth_time', 'at_hash', 'c_hash', 's_hash'],
  ...['_claim_names', '_claim_sources', 'hasgroups'],
])

/** By their names; one that stands in another, as Keycloak's roles do, by both with a dot between: `realm_access.roles`. */
export function listSaid(said: RawClaims, { groups }: Pick<ClaimNames, 'groups'>): SaidClaims {
  const hidden = new Set([...namesElsewhere(said), ...(isOverfull(said, groups) ? ['groups', ...groups] : [])])
  const own = Object.entries(said).filter(([name]) => !ofProtocol.has(name) && !hidden.has(name))
  const listed = new Map<string, readonly string[]>()
  // The nearer to the top, the sooner: no claim is hidden by what stands in another.
  for (const [name, values] of own.flatMap(([name, value]) => flatten(name, value)).sort(byDepth))
    if (!listed.has(name)) listed.set(name, values)
  return bound(listed)
}

const deepest = 3
type Flat = readonly [name: string, values: readonly string[], depth: number]

/** What holds something that is no text, number, yes or no cannot be read: it may say anything. */
function flatten(name: string, value: unknown, depth = 1): Flat[] {
  const values = Array.isArray(value) ? value : [value]
  const isPlain = (one: unknown) => ['string', 'number', 'boolean'].includes(typeof one)
  if (values.every(isPlain)) return [[name, values.map(String), depth]]
  if (Array.isArray(value) || value === null || depth === deepest) return []
  return Object.entries(value as object).flatMap(([inner, one]) => flatten(`${name}.${inner}`, one, depth + 1))
}

const byDepth = ([, , a]: Flat, [, , b]: Flat) => a - b

/** Whether the groups are too many to be named: Entra then says where they could be asked for, or only that there are some. */
function isOverfull(said: RawClaims, names: readonly string[]): boolean {
  const elsewhere = namesElsewhere(said)
  const isElsewhere = [...names, 'groups'].some(name => elsewhere.includes(name))
  return isElsewhere || said.hasgroups === true || said.hasgroups === 'true'
}

function namesElsewhere({ _claim_names: elsewhere }: RawClaims): string[] {
  return typeof elsewhere === 'object' && elsewhere !== null ? Object.keys(elsewhere) : []
}
