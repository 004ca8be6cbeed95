/** What a list answers, whatever it is of: filters and their words, orders with ties, pages by number and by cursor. */
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createTestDatabase } from '../../test/database.ts'
import { type Filter, type List, type NumberedPageRequest, readNumberedPage, sortsOf } from './list.ts'
import { type PageRequest, type Places, readPage } from './page.ts'

interface Thing {
  id: number
  place: number
  rank: number
  name: string | null
  email: string | null
  size: number | null
  at: Date | null
}

const { database, drop } = await createTestDatabase()
const kysely = database.kysely.withTables<{ things: Thing }>()
afterAll(drop)
beforeAll(async () => {
  await sql`create table things (id bigint primary key, place bigint not null, rank integer not null, name text, email text,
    size integer, at timestamptz)`.execute(kysely)
  // Not in the order of the key, so that none comes by itself.
  await sql`insert into things values
    (6, 1, 7, '', 'eve@example.org', 2, null),
    (5, 2, 5, null, 'dee@example.org', null, '2025-12-31T00:00:00Z'),
    (4, 3, 9, 'a_b%', null, 2, '2026-03-01T00:00:00Z'),
    (3, 1, 5, 'Bob', 'cy@example.com', 3, null),
    (2, 2, 5, 'bob', 'bob@example.com', 1, '2026-01-02T10:00:00.9Z'),
    (1, 1, 7, 'Ann', 'ann@example.com', 3, '2026-01-02T10:00:00.4Z')`.execute(kysely)
})

const list = {
  columns: {
    id: { type: 'id', value: sql.ref('id') },
    rank: { type: 'number', value: sql.ref('rank') },
    name: { type: 'text', value: sql.ref('name') },
    email: { type: 'email', value: sql.ref('email'), meant: value => sql`replace(${value}, 'old-', '')` },
    size: { type: 'number', value: sql.ref('size') },
    at: { type: 'moment', value: sql.ref('at') },
  },
  key: sql.ref('id'),
  searched: sql`concat(name, ' ', email)`,
  ordered: ['id', 'rank'],
} as const satisfies List

const all = { page: 1, limit: 10, filters: [], sorts: [], search: '' }
const read = (asked: Partial<NumberedPageRequest>, of: List = list) =>
  readNumberedPage(kysely.selectFrom('things').select('id'), of, { ...all, ...asked })
const idsOf = ({ data }: { readonly data: readonly { readonly id: number }[] }) => data.map(({ id }) => id)

describe('a filter', () => {
  const sizes = { 1: 'small', 3: 'large' }
  const second = new Date('2026-01-02T10:00:00Z')
  test.each<[string, Partial<Filter> & Pick<Filter, 'column' | 'comparison' | 'values'>, number[]]>([
    ['takes a whole name as it is', { column: 'name', comparison: 'is', values: ['bob'] }, [2]],
    ['takes one of several', { column: 'name', comparison: 'is_one_of', values: ['bob', 'Ann', 'nobody'] }, [1, 2]],
    ['takes none of no names', { column: 'name', comparison: 'is_one_of', values: [] }, []],
    ['takes all but none', { column: 'name', comparison: 'is_one_of', values: [], negated: true }, [1, 2, 3, 4, 5, 6]],
    ['takes parts of a name without case', { column: 'name', comparison: 'contains', values: ['B'] }, [2, 3, 4]],
    ['takes any of several parts', { column: 'name', comparison: 'contains', values: ['nn', '%'] }, [1, 4]],
    ['knows no wildcards', { column: 'name', comparison: 'contains', values: ['_'] }, [4]],
    ['takes a beginning', { column: 'name', comparison: 'begins', values: ['BO'] }, [2, 3]],
    ['takes an end', { column: 'name', comparison: 'ends', values: ['OB'] }, [2, 3]],
    [
      'means what is not there too, negated',
      { column: 'name', comparison: 'contains', values: ['b'], negated: true },
      [1, 5, 6],
    ],
    ['tells what is not there', { column: 'name', comparison: 'is_null', values: [true] }, [5]],
    ['from what is empty', { column: 'name', comparison: 'is_blank', values: [true] }, [5, 6]],
    ['and from what is neither', { column: 'name', comparison: 'is_blank', values: [false] }, [1, 2, 3, 4]],
    ['finds nothing by what nothing has', { column: 'size', comparison: 'is', values: [null] }, []],
    [
      'looks for what a whole value stands for',
      { column: 'email', comparison: 'is', values: ['old-ann@example.com'] },
      [1],
    ],
    ['but for a part as it is', { column: 'email', comparison: 'begins', values: ['old-ann'] }, []],
    ['takes a moment by the second', { column: 'at', comparison: 'is', values: [second] }, [1, 2]],
    ['takes what is after it', { column: 'at', comparison: 'is_after', values: [second] }, [4]],
    ['takes it and what is after', { column: 'at', comparison: 'is_from', values: [second] }, [1, 2, 4]],
    ['takes what is before it', { column: 'at', comparison: 'is_before', values: [second] }, [5]],
    ['takes it and what is before', { column: 'at', comparison: 'is_until', values: [second] }, [1, 2, 5]],
    ['takes a value by its word', { column: 'size', comparison: 'is', values: ['large'], words: sizes }, [1, 3]],
    ['takes parts of a word without case', { column: 'size', comparison: 'begins', values: ['S'], words: sizes }, [2]],
    ['tells what has no word', { column: 'size', comparison: 'is_null', values: [true], words: sizes }, [4, 5, 6]],
  ])('%s', async (_, filter, ids) => {
    expect(idsOf(await read({ filters: [{ negated: false, ...filter }] }))).toEqual(ids)
  })

  test('goes with others, and with words that are looked for', async () => {
    const large: Filter = { column: 'size', comparison: 'is_from', values: [2], negated: false }
    const named: Filter = { column: 'name', comparison: 'contains', values: ['b'], negated: false }
    expect(idsOf(await read({ filters: [large, named] }))).toEqual([3, 4])
    expect(idsOf(await read({ filters: [large], search: 'EXAMPLE.org' }))).toEqual([6])
    expect(idsOf(await read({ search: '%' }))).toEqual([4])
    const { searched: _, ...unsearched } = list
    expect(idsOf(await read({ search: '%' }, unsearched))).toHaveLength(6)
  })
})

const by = (column: string, descending = false, words?: Record<string, string>) => ({ column, descending, words })

describe('an order', () => {
  test.each<[string, NumberedPageRequest['sorts'], number[]]>([
    ['is that of the key where none is asked for', [], [1, 2, 3, 4, 5, 6]],
    ['of names knows no case, and begins with what has none', [by('name')], [5, 6, 4, 1, 2, 3]],
    ['from the end keeps what is equal in the order of the key', [by('name', true)], [2, 3, 1, 4, 6, 5]],
    ['of numbers', [by('size')], [5, 2, 4, 6, 1, 3]],
    ['of one column within another', [by('size', true), by('name', true)], [3, 1, 4, 6, 2, 5]],
    ['of words is theirs', [by('size', false, { 1: 'z', 2: 'a', 3: 'm' })], [5, 4, 6, 1, 3, 2]],
  ])('%s', async (_, sorts, ids) => {
    expect(idsOf(await read({ sorts }))).toEqual(ids)
    const pages = await Promise.all([1, 2, 3].map(page => read({ sorts, page, limit: 2 })))
    expect(pages.flatMap(idsOf)).toEqual(ids)
    expect(pages.map(({ hasNext }) => hasNext)).toEqual([true, true, false])
  })

  test('past the last page is empty, and says which was the last', async () => {
    expect(await read({ page: 9, limit: 4 })).toEqual({ data: [], page: 9, hasNext: false, lastPage: 2 })
    expect(await read({ page: 9, limit: 3 })).toMatchObject({ lastPage: 2 })
    expect(await read({ page: 2, search: 'nobody' })).toMatchObject({ data: [], lastPage: 1 })
  })
})

const readBy = (asked: Partial<PageRequest>, places?: Places) =>
  readPage(kysely.selectFrom('things').select('id'), { limit: 2, ...asked }, sortsOf(list), places)

async function walk(asked: Partial<PageRequest>, places?: Places): Promise<number[]> {
  const page = await readBy(asked, places)
  const { next_cursor: cursor } = page
  return cursor === null ? idsOf(page) : [...idsOf(page), ...(await walk({ ...asked, cursor }, places))]
}

describe('pages by cursor', () => {
  const everywhere = [undefined, ...(['each', 'all', 'other'] as const)]
  test.each(everywhere)('give each row once, in their order, wherever it lies (%s)', async way => {
    const places = way && { column: 'place', ids: [1, 2, 3], by: way }
    for (const limit of [1, 2, 3, 6]) {
      expect(await walk({ limit }, places)).toEqual([1, 2, 3, 4, 5, 6])
      expect(await walk({ limit, sort: '-id' }, places)).toEqual([6, 5, 4, 3, 2, 1])
      expect(await walk({ limit, sort: 'rank' }, places)).toEqual([2, 3, 5, 1, 6, 4])
      expect(await walk({ limit, sort: '-rank' }, places)).toEqual([4, 6, 1, 5, 3, 2])
    }
  })

  test.each(everywhere.slice(1))('give nothing of another place (%s)', async way => {
    for (const [ids, found] of [
      [
        [1, 3],
        [1, 3, 4, 6],
      ],
      [[2], [2, 5]],
      [[], []],
    ] as const) {
      expect(await walk({}, { column: 'place', ids, by: way as 'each' })).toEqual(found)
      expect(await readBy({ count: true }, { column: 'place', ids, by: way as 'each' })).toMatchObject({
        total_count: found.length,
      })
    }
  })

  test('neither repeat nor hide a row where others come and go meanwhile', async () => {
    const first = await readBy({ sort: 'rank' })
    expect(idsOf(first)).toEqual([2, 3])
    await sql`insert into things values (0, 1, 5)`.execute(kysely)
    await sql`update things set rank = 4 where id = 3`.execute(kysely)
    expect(await walk({ sort: 'rank', cursor: first.next_cursor as string })).toEqual([5, 1, 6, 4])
    await sql`delete from things where id = 0`.execute(kysely)
    await sql`update things set rank = 5 where id = 3`.execute(kysely)
  })

  const written = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
  test.each([
    '',
    '%',
    'null',
    '\u0000',
    'x'.repeat(5000),
    ...[null, 5, {}, [], ['rank'], ['rank', '5'], ['rank', 5, 2], ['rank', '5', '2'], ['rank', '5', 1.5]].map(written),
    ...[
      ['rank', '5', 1e300],
      ['rank', 'five', 2],
      ['rank', '99999999999999', 2],
      ['rank', '5\u0000', 2],
    ].map(written),
    ...[
      ['rank', "5'; drop table things", 2],
      ['rank', '', 2],
      ['-rank', '5', 2],
      ['id', '2', 2],
    ].map(written),
  ])('of a cursor that is not theirs (%j) are refused by its name', async cursor => {
    const refused = readBy({ sort: 'rank', cursor })
    await expect(refused).rejects.toMatchObject({ code: 'invalid', errors: [{ field: 'cursor' }] })
  })

  test.each(['', '-', '--rank', 'size', 'Rank', 'constructor', '__proto__', 'rank desc'])(
    'are not sorted by %j',
    async sort => {
      await expect(readBy({ sort })).rejects.toMatchObject({ code: 'invalid', errors: [{ field: 'sort' }] })
    },
  )
})
