/** What a list is asked for: pages, filters named like those of Ruby's Ransack, sorts. Pure. */
import { normalizeEmail, readEmailPart, trimUnseen } from '../../lib/email.ts'
import { findMoment } from '../../lib/read-moment.ts'
import { badParameter } from './errors.ts'
import { fromUuid, type ResourceType } from './ids.ts'

const defaultLimit = 10
/** Who asks for more gets this many. */
const maxLimit = 100
const maxPage = 1_000_000

/** What can be filtered and sorted by; a list says beside it where the value is found. */
export interface Attribute {
  /** `email`: kept as `normalizeEmail` makes it, and found by its index. */
  readonly type: 'text' | 'email' | 'number' | 'boolean' | 'moment' | ResourceType
  /** What the UUID stands behind, in an id that is made of several. */
  readonly start?: string
}

type Query = Readonly<Record<string, unknown>>
export type Value = string | number | boolean | Date | null

const comparisons = ['eq', 'not_eq', 'in', 'not_in', 'gt', 'gteq', 'lt', 'lteq'] as const
const parts = ['cont', 'not_cont', 'start', 'not_start', 'end', 'not_end'] as const
const presences = ['null', 'not_null', 'present', 'blank'] as const
/** What can be asked of an id. */
const identities = ['eq', 'not_eq', 'in', 'not_in', ...presences] as const
export type Predicate = (typeof comparisons)[number] | (typeof parts)[number] | (typeof presences)[number]

export interface Filter {
  readonly attribute: string
  readonly predicate: Predicate
  /**
   * One, but for `in` and `not_in`, and for a part of an email, which may be kept in several ways. A UUID that is none of ours
   * is null: nothing has it.
   */
  readonly values: readonly Value[]
}

export interface ListRequest {
  readonly page: number
  readonly limit: number
  readonly filters: readonly Filter[]
  readonly sorts: readonly { readonly attribute: string; readonly descending: boolean }[]
  /** Words looked for; empty: none. */
  readonly search: string
}

/** Throws `Refused` (400) for a filter or a sort that is none. Pages that are none are the first one. */
export function readListRequest(query: Query, attributes: Readonly<Record<string, Attribute>>): ListRequest {
  return {
    page: Math.min(readCount(query.page ?? query['page[number]'], 1), maxPage),
    limit: Math.min(readCount(query.limit ?? query['page[size]'], defaultLimit), maxLimit),
    filters: Object.entries(query).flatMap(([name, value]) => readFilter(name, value, attributes)),
    sorts: last(query.sort)
      .split(',')
      .filter(Boolean)
      .map(sort => readSort(sort, attributes)),
    search: trimUnseen(last(query.q)),
  }
}

function readCount(value: unknown, otherwise: number): number {
  const text = last(value)
  return /^\d{1,15}$/.test(text) && Number(text) > 0 ? Number(text) : otherwise
}

function readSort(sort: string, attributes: Readonly<Record<string, Attribute>>) {
  const attribute = nameOf(sort.replace(/^-/, ''))
  if (!Object.hasOwn(attributes, attribute)) throw badParameter('sort', `There is no sorting by ${quote(attribute)}.`)
  return { attribute, descending: sort.startsWith('-') }
}

function readFilter(name: string, value: unknown, attributes: Readonly<Record<string, Attribute>>): Filter[] {
  if (!name.startsWith('filter')) return []
  const [, asked = '', given, list] = /^filter\[([^\]]+)\](?:\[([^\]]+)\])?(\[\])?$/.exec(name) ?? []
  const attribute = nameOf(asked)
  const found = Object.hasOwn(attributes, attribute) ? attributes[attribute] : undefined
  if (!found) throw badParameter(name, `There is no filter ${quote(name)}.`)
  const isText = found.type === 'text' || found.type === 'email'
  const predicate = (given ?? (list ? 'in' : isText ? 'cont' : 'eq')) as Predicate
  if (!isOne(predicatesOf(found), predicate))
    throw badParameter(name, `${quote(predicate)} is no way to compare ${attribute}.`)
  const sent = [value].flat().map(String)
  const taken = predicate === 'in' || predicate === 'not_in' ? sent : sent.slice(-1)
  const type = isOne(presences, predicate) ? 'boolean' : found.type
  const values = taken.map(text => readValue(name, text, { ...found, type }))
  if (type !== 'email' || !isOne(parts, predicate)) return [{ attribute, predicate, values }]
  const isCut = !predicate.endsWith('end')
  return [{ attribute, predicate, values: values.flatMap(part => readEmailPart(String(part), { isCut })) }]
}

/** Clients call the id so too. */
function nameOf(attribute: string): string {
  return attribute === 'uuid' ? 'id' : attribute
}

export function predicatesOf({ type }: Attribute): readonly Predicate[] {
  switch (type) {
    case 'text':
    case 'email':
      return [...comparisons, ...presences, ...parts]
    case 'number':
    case 'boolean':
    case 'moment':
      return [...comparisons, ...presences]
    default:
      return identities
  }
}

function readValue(name: string, text: string, { type, start = '' }: Attribute): Value {
  if (/[\0\ufffd]/.test(text) || !text.isWellFormed()) throw badParameter(name, 'This text cannot be read.')
  switch (type) {
    case 'text':
      return text
    case 'email':
      return normalizeEmail(text) ?? trimUnseen(text).toLowerCase()
    case 'number':
      if (/^-?\d{1,15}(?:\.\d{1,6})?$/.test(text.trim())) return Number(text)
      throw badParameter(name, `${quote(text)} is no number.`)
    case 'boolean':
      if (/^(?:true|t|1)$/i.test(text.trim())) return true
      if (/^(?:false|f|0)$/i.test(text.trim())) return false
      throw badParameter(name, `${quote(text)} is neither true nor false.`)
    case 'moment':
      return readTime(name, text)
    default: {
      const id = text.trim().toLowerCase()
      return id.startsWith(start) ? fromUuid(type, id.slice(start.length)) : null
    }
  }
}

function readTime(name: string, text: string): Date {
  const isDay = /^\d{4}-\d\d-\d\d$/.test(text.trim())
  const moment = findMoment(isDay ? `${text.trim()}T00:00:00Z` : text.trim().replace(/ (?=\d\d:\d\d$)/, '+'))
  if (moment) return moment
  throw badParameter(name, `${quote(text)} is no time, such as 2026-03-31T17:15:17Z.`)
}

function isOne(names: readonly string[], name: string): boolean {
  return names.includes(name)
}

/** Of a parameter given several times, the last. */
function last(value: unknown): string {
  return value === undefined ? '' : String([value].flat().at(-1) ?? '')
}

function quote(text: string): string {
  return `"${text.slice(0, 100).replace(/[\p{C}\ufffd]/gu, '?')}"`
}
