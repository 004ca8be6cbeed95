/**
 * The dialect's bodies into what is asked of the core. Pure. What a client sends beside is left aside, as the real service does,
 * but for what may be meant for an attribute that is read here.
 */

import type { SentAbout } from '../../api/record-refused.ts'
import { longTextProblem } from '../../lib/checks.ts'
import { lowerCase } from '../../lib/lower-case.ts'
import { readName } from '../../lib/names.ts'
import { maxNameLength, type PersonFault, readPerson, sayPerson } from '../../lib/person.ts'
import { createNameReader, type NameReader } from '../../lib/sent/field-names.ts'
import { type NameFault, sortFields } from '../../lib/sent/sent-fields.ts'
import type { Problem } from '../../provisioning/intents/problem.ts'
import { invalid, type NorthpassFault, Refused } from './errors.ts'
import { fromUuid, type ResourceType } from './ids.ts'

/** In one call. The real service is said to take 15,000. */
export const maxBulk = 20_000
/** Groups that one call may name, and people in groups that it may come to: both are held in memory until they are written. */
const mostGroups = 1000
const mostPlacings = 2 * maxBulk

type Fields = Readonly<Record<string, unknown>>

/** The attributes that are read, and those that answers show: a client may send them back. */
const read = (own: readonly string[], shown: readonly string[], lists: readonly string[] = []): NameReader => {
  const reader = createNameReader([...own, ...shown].map(name => ({ name, isList: lists.includes(name) })))
  return sent => {
    const reading = reader(sent)
    if (reading.kind !== 'near') return reading
    const fields = reading.fields.filter(({ name }) => !shown.includes(name))
    return fields.length > 0 ? { kind: 'near', fields } : { kind: 'foreign' }
  }
}

const moments = ['created_at', 'updated_at']

/** How a new invitation is asked for is not known: these are taken. */
const resendNames = ['resend_invitation', 'resend_email_invitation', 'send_invitation']

const readPersonName = read(
  ['email', 'first_name', 'last_name', 'sso_uid', 'deactivated', ...resendNames],
  [
    'name',
    'full_name',
    'unsubscribed',
    'registration_status',
    'activated_at',
    'deactivated_at',
    'disabled',
    ...moments,
  ],
)

const readPersonRowName = read(['email', 'first_name', 'last_name', 'groups'], [], ['groups'])

const readGroupName = read(
  ['name', 'description'],
  ['membership_count', 'memberships_count', 'user_count', 'group_enrollment_link', ...moments],
)

export interface GroupFields {
  readonly name?: string
  readonly description?: string
}

/** The attributes of a group. There is a client that writes `{"group":{…}}`. */
export function readGroup(body: unknown, { isNew }: { isNew: boolean }): GroupFields {
  const faults = createFaults()
  const attributes = isFields(body) && isFields(body.group) ? body.group : readAttributes(body)
  const sent = faults.meant(attributes, readGroupName)
  const name = faults.text(sent, 'name', maxNameLength)
  if (isNew && (sent.name ?? null) === null) faults.add('name', 'is required')
  if (name === '') faults.add('name', 'must not be empty')
  const description = faults.lines(sent, 'description', 2000)
  faults.throwAny()
  return { name, description }
}

export interface PersonFields {
  readonly email?: string
  readonly firstName?: string
  readonly lastName?: string
  readonly ssoUid?: string
  readonly deactivated?: boolean
  readonly resend: boolean
}

/** The attributes of a person; of a new one the email is needed. */
export function readPersonFields(body: unknown, { isNew }: { isNew: boolean }): PersonFields {
  const faults = createFaults()
  const sent = faults.meant(readAttributes(body), readPersonName)
  const names = faults.person(sent, isNew || sent.email !== undefined ? ['email'] : [])
  const person = {
    email: names.email ?? undefined,
    firstName: names.firstName ?? undefined,
    lastName: names.lastName ?? undefined,
    ssoUid: faults.text(sent, 'sso_uid', 255),
    deactivated: faults.flag(sent, 'deactivated'),
    resend: resendNames.some(name => faults.flag(sent, name) === true),
  }
  faults.throwAny()
  return person
}

/** Of many people so many are told of in the log, those that are at fault first. */
const mostTold = 100

/** Whom a body is about, for the log of a call that is refused: whatever else is wrong with it. */
export function readSaid(body: unknown, problems: readonly Problem[]): SentAbout[] {
  const { data } = isFields(body) ? body : {}
  const attributes = isFields(data) && isFields(data.attributes) ? data.attributes : {}
  const { people } = attributes
  const say = (row: unknown, read: NameReader): SentAbout => {
    const person = sayPerson(isFields(row) ? sortFields(row, read).values : {})
    return { ...person, reference: null, courses: [], source: 'northpass' }
  }
  if (!Array.isArray(people)) return [say(attributes, readPersonName)]
  const atFault = problems.flatMap(({ field }) => /^people\/(\d+)\//.exec(field)?.[1] ?? []).map(Number)
  const told = new Set([...atFault, ...people.slice(0, mostTold).keys()])
  return [...told].slice(0, mostTold).map(index => say(people[index], readPersonRowName))
}

/** As `readIdentifiers`, and in the older form: `{"person_id"}`, or `person_ids`, there or among attributes. */
export function readPersonIds(body: unknown): (number | null)[] {
  const { data, ...top } = isFields(body) ? body : {}
  const inside = isFields(data) ? (isFields(data.attributes) ? data.attributes : data) : {}
  const sent = top.person_id ?? top.person_ids ?? inside.person_id ?? inside.person_ids
  if (sent === undefined) return readIdentifiers(body, 'people')
  return [...new Set([sent].flat().map(id => fromUuid('people', id)))]
}

/** Our ids of `{"data":[{"type","id"},…]}`, each once; `null` in place of what is no id of ours. One alone is taken too. */
export function readIdentifiers(body: unknown, type: ResourceType): (number | null)[] {
  const { data } = isFields(body) ? body : {}
  const list = Array.isArray(data) ? data : isFields(data) ? [data] : undefined
  if (!list) throw new Refused(422, invalid('/data', `data must be a list of ${type} by type and id`))
  const ids = list.map(one => (isFields(one) ? fromUuid(type, one.id) : null))
  return [...new Set(ids)]
}

export interface BulkPerson {
  readonly email: string
  readonly firstName: string
  readonly lastName: string | null
  /** By name, each once. */
  readonly groups: readonly string[]
}

/** A row for each person and group, put together by person. All that is wrong is told at once, and then nothing is done. */
export function* readBulkPeople(body: unknown): Generator<void, BulkPerson[]> {
  const { people } = readAttributes(body)
  if (!Array.isArray(people)) throw new Refused(422, invalid('people', 'people must be a list'))
  requireFew(people, 'people')
  const faults = createFaults()
  const byEmail = new Map<string, { firstName: string; lastName: string | null; groups: Map<string, string> }>()
  for (const [index, row] of people.entries()) {
    yield
    const at = (field: string) => `people/${index}/${field}`
    const sent = isFields(row) ? faults.meant(row, readPersonRowName, at) : {}
    const { email: address, firstName, lastName } = faults.person(sent, ['email'], at)
    const email = address ?? ''
    const names = faults.names(sent.groups, at('groups'))
    const person = byEmail.get(email) ?? { firstName: '', lastName: null, groups: new Map() }
    byEmail.set(email, person)
    person.firstName ||= firstName ?? ''
    person.lastName ??= lastName
    for (const name of names) person.groups.set(lowerCase(name), name)
  }
  faults.throwAny()
  const named = [...byEmail.values()].map(({ groups }) => groups)
  requireFewPlacings(
    new Set(named.flatMap(groups => [...groups.keys()])).size,
    sum(named.map(({ size }) => size)),
    'groups',
  )
  return [...byEmail].map(([email, { groups, ...person }]) => ({ email, ...person, groups: [...groups.values()] }))
}

export interface BulkGroup {
  readonly name: string
  readonly description: string
}

/** A row for each group, or its name alone; each group once, whatever the case. */
export function readBulkGroups(body: unknown): BulkGroup[] {
  const { groups } = readAttributes(body)
  if (!Array.isArray(groups)) throw new Refused(422, invalid('groups', 'groups must be a list'))
  if (groups.length > mostGroups)
    throw new Refused(422, invalid('groups', `groups has more than ${mostGroups} entries`))
  const faults = createFaults()
  const byName = new Map<string, BulkGroup>()
  for (const [index, row] of groups.entries()) {
    const at = (field: string) => `groups/${index}/${field}`
    const sent = isFields(row) ? faults.meant(row, readGroupName, at) : { name: row }
    const name = faults.text(sent, 'name', maxNameLength, at('name'))
    if ((sent.name ?? null) === null) faults.add(at('name'), 'is required')
    if (name === '') faults.add(at('name'), 'must not be empty')
    const description = faults.lines(sent, 'description', 2000, at('description')) ?? ''
    const key = lowerCase(name ?? '')
    if (!byName.has(key)) byName.set(key, { name: name ?? '', description })
  }
  faults.throwAny()
  return [...byName.values()]
}

/** Our ids, each once; null in place of what is no id of ours. */
export function readBulkMembership(body: unknown) {
  const { data } = isFields(body) ? body : {}
  const fields = isFields(data) ? (isFields(data.attributes) ? data.attributes : data) : {}
  const read = (name: string, type: ResourceType) => {
    const list = fields[name]
    if (!Array.isArray(list)) throw new Refused(422, invalid(`/data/${name}`, `${name} must be a list`))
    requireFew(list, name)
    return [...new Set(list.map(id => fromUuid(type, id)))]
  }
  const [personIds, groupIds] = [read('person_ids', 'people'), read('group_ids', 'groups')]
  requireFewPlacings(groupIds.length, groupIds.length * personIds.length, 'group_ids')
  return { personIds, groupIds }
}

function requireFew(list: readonly unknown[], name: string): void {
  if (list.length > maxBulk)
    throw new Refused(422, invalid(`/data/${name}`, `${name} has more than ${maxBulk} entries`))
}

function requireFewPlacings(groups: number, placings: number, name: string): void {
  const words =
    groups > mostGroups
      ? `names more than ${mostGroups} groups`
      : placings > mostPlacings
        ? `puts people into groups more than ${mostPlacings} times`
        : null
  if (words) throw new Refused(422, invalid(`/data/${name}`, `${name} ${words}`))
}

const sum = (numbers: readonly number[]) => numbers.reduce((all, each) => all + each, 0)

function readAttributes(body: unknown): Fields {
  const { data } = isFields(body) ? body : {}
  if (!isFields(data)) throw new Refused(422, invalid('/data', 'data must be an object with attributes'))
  if (!isFields(data.attributes)) throw new Refused(422, invalid('/data/attributes', 'attributes must be an object'))
  return data.attributes
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

const nameWords: Readonly<Record<NameFault['kind'], (field: string) => string>> = {
  near: field => `is not known here: did you mean ${field}?`,
  twice: field => `says something else than ${field}, which is the same attribute`,
  inside: field => `is not where it belongs: send ${field} among the attributes`,
}

function personWords(field: PersonFault['field'], fault: Omit<PersonFault, 'field'>): string {
  if (fault.code === 'required') return 'is required'
  return field === 'email' ? 'is not a valid email address' : textWords(fault)
}

function textWords({ code, value }: { readonly code: string; readonly value?: string | number }): string {
  if (code === 'wrong_type') return 'must be text'
  return code === 'too_long'
    ? `must have at most ${value} characters`
    : 'must be one line of characters that can be read'
}

const maxFaults = 50

/** Reads attributes and gathers what is wrong with them; wrong ones read as absent. */
function createFaults() {
  const faults: NorthpassFault[] = []
  const add = (field: string, words: string, problem?: NorthpassFault['problem']) => {
    if (faults.length < maxFaults) faults.push(invalid(field, `${field.split('/').at(-1)} ${words}`, problem))
  }
  function text(sent: Fields, name: string, max: number, field = name): string | undefined {
    const { text, fault } = readName(sent[name], max)
    if (fault) return void add(field, textWords(fault), fault)
    return text ?? undefined
  }
  return {
    add,
    text,
    /** As natively: several lines perhaps. */
    lines(sent: Fields, name: string, max: number, field = name): string | undefined {
      const value = sent[name]
      if (value === undefined || value === null) return undefined
      if (typeof value !== 'string') return void add(field, 'must be text')
      const problem = longTextProblem(value.trim(), max)
      return problem === null ? value.trim() : void add(field, problem)
    },
    /** By our own names; what is near to one of them is a fault. */
    meant(sent: Fields, read: NameReader, at = (name: string) => name): Fields {
      const { values, faults } = sortFields(sent, read)
      for (const { kind, sent: name, field } of faults) add(at(name), nameWords[kind](field))
      return values
    },
    person({ email, first_name, last_name }: Fields, needed: readonly 'email'[], at = (name: string) => name) {
      const { faults, ...person } = readPerson({ email, first_name, last_name }, needed)
      for (const { field, ...fault } of faults) add(at(field), personWords(field, fault), fault)
      return person
    },
    flag(sent: Fields, name: string): boolean | undefined {
      const value = sent[name]
      if (value === undefined || value === null) return undefined
      if (value === true || value === 'true') return true
      if (value === false || value === 'false') return false
      return void add(name, 'must be true or false')
    },
    names(value: unknown, field: string): string[] {
      const list = value === undefined || value === null || value === '' ? [] : [value].flat()
      return list.flatMap(name => {
        const read = text({ name }, 'name', maxNameLength, field)
        return read ? [read] : []
      })
    },
    throwAny(): void {
      if (faults.length > 0) throw new Refused(422, ...faults)
    },
  }
}
