/** How a connection begins: what it tells the server before there is an answer, and what holds in it afterwards. */
import { createServer, type Socket } from 'node:net'
import { sql } from 'kysely'
import { afterAll, expect, test } from 'vitest'
import { createTestDatabase } from '../../test/database.ts'
import { openDatabase } from './database.ts'

const { database, drop } = await createTestDatabase()
afterAll(drop)

/** The parameters of the first start-up packet that comes. */
async function readStartUp(begin: (url: string) => Promise<unknown>): Promise<Record<string, string>> {
  const sockets: Socket[] = []
  let read = (_: Buffer) => {}
  const packet = new Promise<Buffer>(resolve => {
    read = resolve
  })
  const server = createServer(socket => {
    sockets.push(socket.on('error', () => {}).once('data', read))
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as { port: number }
  const begun = begin(`postgres://usher:secret@127.0.0.1:${port}/usher`).catch(() => {})
  const words = (await packet).subarray(8).toString('utf8').split('\0')
  for (const socket of sockets) socket.destroy()
  await begun
  await new Promise(resolve => server.close(resolve))
  return Object.fromEntries(
    words.flatMap((name, index) => (index % 2 === 0 && name !== '' ? [[name, words[index + 1] ?? '']] : [])),
  )
}

test.each(['the pool of the engine', 'the pool of all else'])(
  '%s begins with nothing that a pooler refuses',
  async which => {
    const startUp = await readStartUp(async url => {
      const pools = openDatabase(url, { max: 1 })
      const asked = which.endsWith('engine') ? pools.pool.query('select 1') : sql`select 1`.execute(pools.kysely)
      await asked.finally(pools.close)
    })
    expect(startUp).toMatchObject({ user: 'usher', database: 'usher', application_name: 'usher' })
    expect(Object.keys(startUp).sort()).toEqual(['application_name', 'client_encoding', 'database', 'user'])
  },
)

test('what is set for a session holds in each', async () => {
  const read = `select current_setting('TimeZone') as zone, current_setting('statement_timeout') as longest,
    current_setting('idle_in_transaction_session_timeout') as idle, current_setting('enable_seqscan') as seqscan,
    current_setting('plan_cache_mode') as plans, current_setting('random_page_cost') as page`
  const usual = { zone: 'UTC', longest: '1min', idle: '1min' }
  const engine = await Promise.all(Array.from({ length: 4 }, () => database.pool.query(read)))
  for (const { rows } of engine)
    expect(rows).toEqual([{ ...usual, seqscan: 'off', plans: 'force_generic_plan', page: '4' }])
  const others = await Promise.all(Array.from({ length: 10 }, () => sql.raw(read).execute(database.kysely)))
  for (const { rows } of others) expect(rows).toEqual([{ ...usual, seqscan: 'on', plans: 'auto', page: '1.1' }])
})
