import pg from 'pg'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { tables } from '../rows/tables.ts'
import { ask, columnsOf, query, select } from './query.ts'

let client: pg.Client
beforeAll(async () => {
  client = new pg.Client(inject('adminUrl'))
  await client.connect()
})
afterAll(() => client.end())

const queries = {
  sum: query<{ readonly sum: number }>('sum', 'select :b::int + :a::int + :b::int as sum'),
  found: query<{ readonly id: string }>('found', 'select id from unnest(:ids::text[]) id where :isSought::boolean'),
}

test('parameters go by name, as often as they stand there, and rows come by name', async () => {
  expect(queries.sum).toMatchObject({ text: 'select $1::int + $2::int + $1::int as sum', parameters: ['b', 'a'] })
  const one = query<{ readonly n: number }>('one', 'select cardinality(:list::int[]) as n')
  const values = { list: [1, 2], ids: ['x', 'y:z'], isSought: true }
  expect(await ask(client, { one, found: queries.found }, values)).toEqual({
    one: [{ n: 2 }],
    found: [{ id: 'x' }, { id: 'y:z' }],
  })
  expect((await ask(client, { found: queries.found }, { ...values, isSought: false })).found).toEqual([])
})

test('a parameter that nobody gave is told by its name', async () => {
  await expect(ask(client, { found: queries.found }, { isSought: true })).rejects.toThrow('found wants ids')
})

test('a table is read by what its entry says, and a row has its type', async () => {
  expect(columnsOf(tables.openedItems, 'o')).toBe(
    'o.enrollment_id as "enrollmentId", o.item_id as "itemId", o.operation_id as "operationId"',
  )
  const found = await ask(client, { seats: select('no seats', tables.seats, `from ${seatRow} as seats`) })
  expect(found.seats).toMatchObject([{ id: 1, teamId: 2, ownPeriod: { months: 6, days: null, until: null } }])
  // @ts-expect-error: it is `teamId`
  expect(found.seats[0]?.team_id).toBeUndefined()
})

const seatRow = `(select 1 as id, 2 as team_id, 3 as product_id, 4 as quantity, 5 as used, 6 as access_months,
  null::int as access_days, null::timestamptz as access_until, false as waitlist, now() as updated_at)`
