import pg from 'pg'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { runTogether, type Statement } from './statements.ts'

let client: pg.Client
beforeAll(async () => {
  client = new pg.Client(inject('adminUrl'))
  await client.connect()
})
afterAll(() => client.end())

const double: Statement = { name: 'double', text: 'select $1::int * 2 as doubled, null as nothing' }
const list: Statement = { name: 'list', text: `select n, now() as at from generate_series(1, 3) n` }
const broken: Statement = { name: 'broken', text: 'select 1 / $1::int as quotient' }

test('each statement gives its own rows, the second time as the first', async () => {
  for (const number of ['21', '4']) {
    const [doubled, listed, none] = await runTogether(client, [
      { ...double, values: [number] },
      list,
      { name: 'none', text: 'select 1 as one where false' },
    ])
    expect(doubled).toEqual([{ doubled: Number(number) * 2, nothing: null }])
    expect(listed?.map(row => row.n)).toEqual([1, 2, 3])
    expect(listed?.[0]?.at).toBeInstanceOf(Date)
    expect(none).toEqual([])
  }
})

test('the first failure is thrown, what follows it is not run, and the connection goes on', async () => {
  await client.query('create temporary table kept (n int)')
  const insert: Statement = { name: 'keep', text: 'insert into kept values (1)' }
  const together = runTogether(client, [{ name: 'begin', text: 'begin' }, { ...broken, values: ['0'] }, insert])
  await expect(together).rejects.toMatchObject({ code: '22012' })
  await client.query('rollback')
  expect((await runTogether(client, [insert, { ...broken, values: ['1'] }]))[1]).toEqual([{ quotient: 1 }])
  expect((await client.query('select * from kept')).rows).toHaveLength(1)
})

test('a statement that cannot be prepared can be mended under its name', async () => {
  await expect(runTogether(client, [list, { name: 'typo', text: 'selec 1' }])).rejects.toMatchObject({ code: '42601' })
  expect(await runTogether(client, [{ name: 'typo', text: 'select 1 as one' }])).toEqual([[{ one: 1 }]])
})

test('a connection that breaks is an error, not silence', async () => {
  const doomed = new pg.Client(inject('adminUrl'))
  doomed.on('error', () => {})
  await doomed.connect()
  const { rows } = await doomed.query('select pg_backend_pid() as pid')
  const broken = expect(runTogether(doomed, [{ name: 'sleep', text: 'select pg_sleep(60)' }])).rejects.toThrow()
  await client.query('select pg_terminate_backend($1)', [rows[0].pid])
  await broken
})
