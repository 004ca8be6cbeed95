/**
 * Every list is there as CSV too, for who sends `Accept: text/csv`: from the page that is asked for to the end, read page
 * by page while it is sent. Its columns are the fields of the list's own description.
 */
import { Readable } from 'node:stream'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { refuseInvalid } from '../lib/checks.ts'
import { csvCell } from '../lib/csv-cell.ts'
import { principalOf } from './principal.ts'

interface Page {
  readonly data: readonly object[]
  readonly next_cursor: string | null
}

interface Shape {
  readonly type?: unknown
  readonly properties?: Readonly<Record<string, Shape>>
  readonly items?: Shape
  readonly anyOf?: readonly Shape[]
}

interface Column {
  readonly title: string
  readonly path: readonly string[]
}

const rowsAtOnce = 200

/** A `preHandler` hook. `again` is asked before each further page: throws when the caller may not any more. */
export function sendCsv(again: (request: FastifyRequest, reply: FastifyReply) => Promise<void>) {
  return async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply | undefined> => {
    const row = rowOf(request)
    if (!row || !asksForCsv(request)) return
    const query = request.query as { limit?: number; cursor?: string; count?: boolean; expand?: unknown }
    refuseInvalid({ expand: query.expand === undefined ? null : 'does not go together with text/csv' })
    query.limit = rowsAtOnce
    delete query.count
    const read = () => Promise.resolve(request.routeOptions.handler.call(request.server, request, reply))
    const first = (await read()) as Page
    const rest = async (cursor: string) => {
      await again(request, reply)
      query.cursor = cursor
      return (await read()) as Page
    }
    const { by, organization } = principalOf(request)
    reply.header(
      'content-disposition',
      attachment(`${titleOf(request)} – ${organization.slug} – ${dayOf(by.receivedAt)}.csv`),
    )
    // People open it in a spreadsheet, which takes it for another alphabet without that mark; programs do not expect one.
    const isForPeople = by.actor.kind === 'user'
    return reply
      .type('text/csv; charset=utf-8')
      .send(Readable.from(writeLines(listColumns(row), first, rest, isForPeople)))
  }
}

async function* writeLines(
  columns: readonly Column[],
  first: Page,
  rest: (cursor: string) => Promise<Page>,
  hasMark: boolean,
) {
  if (hasMark) yield '\ufeff'
  yield toLine(columns.map(({ title }) => title))
  for (let page = first; ; page = await rest(page.next_cursor)) {
    yield page.data.map(row => toLine(columns.map(({ path }) => path.reduce(valueIn, row as unknown)))).join('')
    if (page.next_cursor === null) return
  }
}

/** What the list is of: `List who is in a team` is of who is in a team. */
function titleOf({ routeOptions }: FastifyRequest): string {
  const { summary = '' } = (routeOptions.schema ?? {}) as { summary?: string }
  const title = summary.replace(/^List /, '')
  return title.charAt(0).toUpperCase() + title.slice(1)
}

function dayOf(moment: Date): string {
  return moment.toISOString().slice(0, 10)
}

/** RFC 6266: with the name in ASCII for who knows no other. */
function attachment(name: string): string {
  const plain = name.replaceAll('–', '-').replace(/[^\x20-\x7e]|["\\]/g, '_')
  return `attachment; filename="${plain}"; filename*=UTF-8''${encodeURIComponent(name).replace(/['()*]/g, character => `%${character.charCodeAt(0).toString(16).toUpperCase()}`)}`
}

/** Of one row, where the route answers with pages of them. */
function rowOf({ method, routeOptions }: FastifyRequest): Shape | undefined {
  const answers = routeOptions.schema?.response as { 200?: Shape } | undefined
  const { data, next_cursor } = answers?.[200]?.properties ?? {}
  return method === 'GET' && next_cursor ? data?.items : undefined
}

export function asksForCsv({ headers }: FastifyRequest): boolean {
  const types = (headers.accept ?? '').split(',').map(type => type.split(';')[0]?.trim().toLowerCase())
  return types.find(type => type === 'text/csv' || type === 'application/json') === 'text/csv'
}

/** What a field holds has columns of its own, such as `user.email`; a list of things has one. */
function listColumns({ properties = {} }: Shape, above: readonly string[] = []): Column[] {
  return Object.entries(properties).flatMap(([name, shape]) => {
    const path = [...above, name]
    const objects = (shape.anyOf ?? [shape]).filter(({ properties }) => properties !== undefined)
    if (name === 'expanded') return []
    return objects.length === 1 ? listColumns(objects[0] as Shape, path) : [{ title: path.join('.'), path }]
  })
}

function valueIn(holder: unknown, name: string): unknown {
  return (holder as Readonly<Record<string, unknown>> | null | undefined)?.[name]
}

function toLine(values: readonly unknown[]): string {
  return `${values.map(toCell).join(',')}\n`
}

function toCell(value: unknown): string {
  if (value === null || value === undefined) return ''
  if (value instanceof Date) return value.toISOString()
  if (typeof value === 'string') return csvCell(value)
  return typeof value === 'object' ? csvCell(JSON.stringify(value)) : String(value)
}
