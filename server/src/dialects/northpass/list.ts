/** Lists: what is asked for, in pages, filters named like those of Ruby's Ransack and sorts; and how that is answered. */
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { SelectQueryBuilder } from 'kysely'
import {
  type Column,
  type Comparison,
  type Filter,
  type List,
  type NumberedPageRequest,
  readNumberedPage,
  type Term,
  type Value,
} from '../../db/list.ts'
import { normalizeEmail, readEmailPart, trimUnseen } from '../../lib/email.ts'
import { findMoment } from '../../lib/read-moment.ts'
import { type LinkRoot, linkHeader, pageLinks, type Resource } from './envelope.ts'
import { badParameter } from './errors.ts'
import { fromUuid, type ResourceType } from './ids.ts'

interface Listed<DB, Tables extends keyof DB, Row> {
  /** Without order. */
  readonly query: SelectQueryBuilder<DB, Tables, Row>
  readonly list: List
  readonly attributes: Attributes
  readonly present: (row: Row) => Resource
}

/** Past the last page there is an empty list. Throws `Refused` (400) for a filter or a sort that is none. */
export async function answerList<DB, Tables extends keyof DB, Row>(
  root: LinkRoot,
  request: FastifyRequest,
  reply: FastifyReply,
  { query, list, attributes, present }: Listed<DB, Tables, Row>,
) {
  const asked = readListRequest(request.query as Query, attributes)
  const { data, ...shown } = await readNumberedPage(query, list, asked)
  return sendList(root, request, reply, shown, data.map(present))
}

/** Of what there is none of here, whatever page is asked for. */
export function answerNone(root: LinkRoot, request: FastifyRequest, reply: FastifyReply) {
  const { page } = readListRequest(pagesOf(request.query as Record<string, unknown>), {})
  return sendList(root, request, reply, { page, hasNext: false, lastPage: 1 }, [])
}

/** What nothing has is looked for in vain, by whatever. */
function pagesOf({ page, 'page[number]': number }: Record<string, unknown>) {
  return { page, 'page[number]': number }
}

function sendList(
  root: LinkRoot,
  request: FastifyRequest,
  reply: FastifyReply,
  shown: Parameters<typeof pageLinks>[2],
  data: Resource[],
) {
  const links = pageLinks(root, request.url.slice(root.version.length + 1), shown)
  const header = linkHeader(links)
  if (header !== '') reply.header('link', header)
  return { links, data }
}

const defaultLimit = 10
/** Who asks for more gets this many. */
const maxLimit = 100
const maxPage = 1_000_000

/** What can be filtered and sorted by, and the column of ours that it is. */
export interface Attribute extends Term {
  readonly type: Exclude<Column['type'], 'id'> | ResourceType
  /** What the UUID stands behind, in an id that is made of several. */
  readonly start?: string
}

type Attributes = Readonly<Record<string, Attribute>>

type AttributeSource<Name> =
  | Name
  | (Omit<Attribute, 'type' | 'column'> & { readonly column: Name; readonly id?: ResourceType })

/** Our columns by the dialect's names for them. */
export function attributesOf<Name extends string>(
  { columns }: List<Name>,
  said: Readonly<Record<string, AttributeSource<Name>>>,
): Attributes {
  const attributes = Object.entries<AttributeSource<Name>>(said).map(([name, how]) => {
    const { id, ...term } = typeof how === 'string' ? { column: how } : how
    const { type } = columns[term.column]
    if (type !== 'id') return [name, { ...term, type: term.words ? 'text' : type }]
    if (!id) throw new Error(`Of what ${name} is the id is not said.`)
    return [name, { ...term, type: id }]
  })
  return Object.fromEntries(attributes)
}

type Query = Readonly<Record<string, unknown>>

const comparisons = ['eq', 'not_eq', 'in', 'not_in', 'gt', 'gteq', 'lt', 'lteq'] as const
const parts = ['cont', 'not_cont', 'start', 'not_start', 'end', 'not_end'] as const
const presences = ['null', 'not_null', 'present', 'blank'] as const
/** What can be asked of an id. */
const identities = ['eq', 'not_eq', 'in', 'not_in', ...presences] as const
export type Predicate = (typeof comparisons)[number] | (typeof parts)[number] | (typeof presences)[number]

/** What the names say; after `not_` the opposite. */
const meanings: Readonly<Record<string, Comparison>> = {
  ...{ eq: 'is', in: 'is_one_of', gt: 'is_after', gteq: 'is_from', lt: 'is_before', lteq: 'is_until' },
  ...{ cont: 'contains', start: 'begins', end: 'ends', null: 'is_null', blank: 'is_blank' },
}

function meaningOf(predicate: Predicate) {
  if (predicate === 'present') return { comparison: 'is_blank', negated: true } as const
  const negated = predicate.startsWith('not_')
  return { comparison: meanings[negated ? predicate.slice('not_'.length) : predicate] as Comparison, negated }
}

/** Throws `Refused` (400) for a filter or a sort that is none. Pages that are none are the first one. */
function readListRequest(query: Query, attributes: Attributes): NumberedPageRequest {
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

function readSort(sort: string, attributes: Attributes) {
  const name = nameOf(sort.replace(/^-/, ''))
  const found = Object.hasOwn(attributes, name) ? attributes[name] : undefined
  if (!found) throw badParameter('sort', `There is no sorting by ${quote(name)}.`)
  return { column: found.column, words: found.words, descending: sort.startsWith('-') }
}

function readFilter(name: string, value: unknown, attributes: Attributes): Filter[] {
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
  const filter = { column: found.column, words: found.words, ...meaningOf(predicate), values }
  if (type !== 'email' || !isOne(parts, predicate)) return [filter]
  const isCut = !predicate.endsWith('end')
  return [{ ...filter, values: values.flatMap(part => readEmailPart(String(part), { isCut })) }]
}

/** Clients call the id so too. */
function nameOf(attribute: string): string {
  return attribute === 'uuid' ? 'id' : attribute
}

export function predicatesOf({ type }: Pick<Attribute, 'type'>): readonly Predicate[] {
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

function readValue(name: string, text: string, { type, start = '' }: Pick<Attribute, 'type' | 'start'>): Value {
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
