/** What providers call the things that they say of a person, and what is made of it. */
import { bound, type Claims, type SaidClaims, valuesOf } from '../claims.ts'
import { wrong } from '../verdict.ts'
import { emailFormat } from './uris.ts'
import type { Wrong } from './verdict.ts'

const single = ['email', 'first_name', 'last_name', 'name', 'object_id'] as const
export type SingleClaim = (typeof single)[number]

/** Names of attributes, the first that is there counts. */
export type ClaimNames = Readonly<Record<SingleClaim | 'groups', readonly string[]>>

export interface SamlClaims extends Claims {
  /** What never changes of a person, where it is said. */
  readonly object_id: string | null
}

export interface Attribute {
  readonly name: string
  readonly values: readonly string[]
}

export interface NameId {
  readonly value: string
  readonly format: string | null
  readonly nameQualifier: string | null
  readonly spNameQualifier: string | null
}

const soap = 'http://schemas.xmlsoap.org/ws/2005/05/identity/claims'
const microsoft = 'http://schemas.microsoft.com/ws/2008/06/identity/claims'
const oid = 'urn:oid:'

/** Microsoft's two. */
const bySchema: ClaimNames = {
  email: [`${soap}/emailaddress`],
  first_name: [`${soap}/givenname`],
  last_name: [`${soap}/surname`],
  name: ['http://schemas.microsoft.com/identity/claims/displayname', `${soap}/name`],
  object_id: ['http://schemas.microsoft.com/identity/claims/objectidentifier'],
  groups: [`${microsoft}/groups`, 'http://schemas.xmlsoap.org/claims/Group'],
}

/** Keycloak and Shibboleth. */
const byOid: ClaimNames = {
  email: [`${oid}0.9.2342.19200300.100.1.3`, `${oid}1.2.840.113549.1.9.1`],
  first_name: [`${oid}2.5.4.42`],
  last_name: [`${oid}2.5.4.4`],
  name: [`${oid}2.16.840.1.113730.3.1.241`],
  object_id: [],
  groups: [`${oid}1.3.6.1.4.1.5923.1.5.1.1`],
}

const byWord: ClaimNames = {
  email: ['email', 'Email', 'mail'],
  first_name: ['firstName', 'firstname', 'first_name', 'givenName', 'User.FirstName'],
  last_name: ['lastName', 'lastname', 'last_name', 'sn', 'surname', 'User.LastName'],
  name: ['name', 'displayName'],
  object_id: ['objectId', 'object_id'],
  groups: ['groups', 'group', 'memberOf', 'Group'],
}

const orders = {
  entra: [bySchema, byWord],
  adfs: [bySchema, byWord],
  auth0: [bySchema, byWord],
  keycloak: [byOid, byWord],
  okta: [byWord],
  google: [byWord],
  jumpcloud: [byWord],
  onelogin: [byWord],
  other: [byOid, bySchema, byWord],
} as const

export type SamlPreset = keyof typeof orders

/** What a kind of provider calls them. `own` names stand in their place where they are given. */
export function claimNames(preset: SamlPreset, own: Partial<ClaimNames> = {}): ClaimNames {
  const named = (claim: SingleClaim | 'groups') => own[claim] ?? orders[preset].flatMap(names => names[claim])
  return {
    email: named('email'),
    first_name: named('first_name'),
    last_name: named('last_name'),
    name: named('name'),
    object_id: named('object_id'),
    groups: named('groups'),
  }
}

/** What Entra says in place of groups that are too many. */
const overage = 'http://schemas.microsoft.com/claims/groups.link'

/** Several values where one is wanted are refused: which one counts is not ours to guess. */
export function readClaims(
  attributes: readonly Attribute[],
  nameId: NameId | null,
  names: ClaimNames,
): SamlClaims | Wrong {
  const find = (claim: keyof ClaimNames) =>
    names[claim].flatMap(name => attributes.filter(attribute => attribute.name === name)).at(0)
  const doubled = single.map(find).find(attribute => attribute && attribute.values.length > 1)
  if (doubled) return wrong('claim_doubled', `${doubled.name} has ${doubled.values.length} values`)
  const one = Object.fromEntries(single.map(claim => [claim, find(claim)?.values.at(0)?.trim() || null]))
  const groups = isOverfull(attributes) ? undefined : find('groups')?.values
  return {
    ...(one as Record<SingleClaim, string | null>),
    email: one.email ?? (nameId?.format === emailFormat ? nameId.value : null),
    // SAML has no word for it.
    email_verified: false,
    groups: groups ? valuesOf(groups) : null,
  }
}

/** Attributes by their names, without groups that are too many to be named. */
export function listSaid(attributes: readonly Attribute[], { groups }: Pick<ClaimNames, 'groups'>): SaidClaims {
  const hidden = isOverfull(attributes) ? [overage, ...groups, ...bySchema.groups] : []
  return bound(attributes.filter(({ name }) => !hidden.includes(name)).map(({ name, values }) => [name, values]))
}

function isOverfull(attributes: readonly Attribute[]): boolean {
  return attributes.some(({ name }) => name === overage)
}
