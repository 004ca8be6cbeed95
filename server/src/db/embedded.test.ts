import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { appendFileSync, existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest'
import { createFolder, findPostmaster, makeDataDir, makeFolder, startUsher, until } from '../../test/embedded.ts'
import { findAccount, identity } from './embedded/account.ts'
import { attachEmbeddedPostgres } from './embedded.ts'

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 }) // processes and disks, on machines of any speed

// Making a database takes longest of all: most tests start from a copy of one.
let used: string
beforeAll(async () => {
  used = createFolder()
  await (await attachEmbeddedPostgres({ dataDir: used })).stop()
})
afterAll(() => rmSync(used, { recursive: true }))
const makeUsedDataDir = () => makeDataDir({ copyOf: used })

test('what is written is there after a restart, and nothing runs in between', async () => {
  const dataDir = makeUsedDataDir()
  const first = startUsher('serve', dataDir)
  await query((await first.ready).url, "create table students as select 'Mia' as name")
  expect(await first.leave()).toMatchObject({ status: 0, errors: '' })
  expect(findPostmaster(dataDir)).toBeNull()

  const second = startUsher('serve', dataDir)
  expect(await query((await second.ready).url, 'select name from students')).toEqual([{ name: 'Mia' }])
})

test('it is durable, speaks Unicode, listens on no network, and Usher is not its superuser', async () => {
  const { ready } = startUsher('serve', makeUsedDataDir())
  const { url } = await ready
  const settings = `current_setting('fsync') as fsync, current_setting('synchronous_commit') as commit,
    current_setting('full_page_writes') as pages, current_setting('data_checksums') as checksums,
    current_setting('server_encoding') as encoding, current_setting('listen_addresses') as addresses,
    current_setting('is_superuser') as superuser, upper('straße, été') as upper`
  expect(await query(url, `select ${settings}`)).toEqual([
    {
      fsync: 'on',
      commit: 'on',
      pages: 'on',
      checksums: 'on',
      encoding: 'UTF8',
      addresses: '',
      superuser: 'off',
      upper: 'STRAßE, ÉTÉ',
    },
  ])
})

test('only its owner can reach the socket and the data', async () => {
  const dataDir = makeUsedDataDir()
  const { url } = await startUsher('serve', dataDir).ready
  const folder = new URL(url).searchParams.get('host') ?? ''
  expect(statSync(folder).mode & 0o077).toBe(0)
  expect(statSync(join(dataDir, 'postgres')).mode & 0o077).toBe(0)
})

test('an Usher that was killed leaves its PostgreSQL to the next one', async () => {
  const dataDir = makeUsedDataDir()
  const first = startUsher('serve', dataDir)
  await query((await first.ready).url, "create table students as select 'Mia' as name")
  const postmaster = findPostmaster(dataDir)
  await first.kill()
  expect(findPostmaster(dataDir)).toBe(postmaster)

  const second = startUsher('serve', dataDir)
  expect(await query((await second.ready).url, 'select name from students')).toEqual([{ name: 'Mia' }])
  expect(findPostmaster(dataDir)).toBe(postmaster)
  expect(await second.leave()).toMatchObject({ status: 0, errors: '' })
  expect(findPostmaster(dataDir)).toBeNull()
})

test('a second Usher on the same data is refused with one sentence, and harms the first in nothing', async () => {
  const dataDir = makeUsedDataDir()
  const first = startUsher('serve', dataDir)
  const { url } = await first.ready
  expect(await startUsher('serve', dataDir).exited).toMatchObject({
    status: 1,
    errors: `Error: Another Usher is running on the data folder ${dataDir}: stop it first, or set DATA_DIR to another folder.\n`,
  })
  expect(await query(url, 'select 1 as one')).toEqual([{ one: 1 }])
})

test('of two Ushers that start at once on a new folder, one serves', async () => {
  const dataDir = makeDataDir()
  const both = [startUsher('serve', dataDir), startUsher('serve', dataDir)]
  const results = await Promise.allSettled(both.map(usher => usher.ready))
  expect(results.map(result => result.status).sort()).toEqual(['fulfilled', 'rejected'])
  expect(String(results.find(result => result.status === 'rejected')?.reason)).toContain('Another Usher is running')
})

test('a command joins the running server and leaves it running', async () => {
  const dataDir = makeUsedDataDir()
  const server = startUsher('serve', dataDir)
  const { url } = await server.ready
  const postmaster = findPostmaster(dataDir)
  const command = startUsher('attach', dataDir)
  expect((await command.ready).url).toBe(url)
  await command.leave()
  expect(findPostmaster(dataDir)).toBe(postmaster)
  expect(await query(url, 'select 1 as one')).toEqual([{ one: 1 }])
})

test('commands at once without a server share one PostgreSQL, which ends with the last of them', async () => {
  const dataDir = makeDataDir()
  const commands = [1, 2, 3].map(() => startUsher('attach', dataDir))
  const urls = await Promise.all(commands.map(async command => (await command.ready).url))
  expect(new Set(urls).size).toBe(1)
  const [first, ...others] = commands
  await first?.leave()
  expect(findPostmaster(dataDir)).not.toBeNull()
  await Promise.all(others.map(command => command.leave()))
  expect(findPostmaster(dataDir)).toBeNull()
})

test('a command that still runs keeps the database after the server has stopped', async () => {
  const dataDir = makeUsedDataDir()
  const server = startUsher('serve', dataDir)
  const { url } = await server.ready
  const command = startUsher('attach', dataDir)
  await command.ready
  await server.leave()
  expect(await query(url, 'select 1 as one')).toEqual([{ one: 1 }])
  expect(await command.leave()).toMatchObject({ status: 0, lines: [expect.anything(), 'connected to the end'] })
  expect(findPostmaster(dataDir)).toBeNull()
})

test('commands that come and go at the same time all get their database', async () => {
  const dataDir = makeUsedDataDir()
  const comeAndGo = async () => {
    for (let time = 0; time < 3; time++) {
      const command = startUsher('attach', dataDir)
      await command.ready
      expect(await command.leave()).toMatchObject({ status: 0, errors: '' })
    }
  }
  await Promise.all([comeAndGo(), comeAndGo(), comeAndGo()])
  expect(findPostmaster(dataDir)).toBeNull()
})

test('Ctrl-C reaches Usher alone: its connections work until it has closed them', async () => {
  const dataDir = makeUsedDataDir()
  const server = startUsher('serve', dataDir)
  await server.ready
  expect(await server.interrupt()).toMatchObject({
    status: 0,
    errors: '',
    lines: [expect.anything(), 'connected to the end'],
  })
  expect(findPostmaster(dataDir)).toBeNull()
})

test('an Usher and its PostgreSQL that were killed together start again at once', async () => {
  const dataDir = makeUsedDataDir()
  const first = startUsher('serve', dataDir)
  await query((await first.ready).url, "create table students as select 'Mia' as name")
  const killed = first.kill()
  process.kill(findPostmaster(dataDir) as number, 'SIGKILL')
  await killed
  const second = startUsher('serve', dataDir)
  expect(await query((await second.ready).url, 'select name from students')).toEqual([{ name: 'Mia' }])
})

test('after a power cut, a process that got the number of the old PostgreSQL does not keep Usher from starting', async () => {
  const dataDir = makeUsedDataDir()
  const first = startUsher('serve', dataDir)
  await query((await first.ready).url, "create table students as select 'Mia' as name")
  const postmaster = findPostmaster(dataDir) as number
  const files = ['postmaster.pid', '.s.PGSQL.5432.lock'].map(name => join(dataDir, 'postgres', name))
  const remains = files.map(file => readFileSync(file, 'utf8'))
  await first.leave()
  const foreign = spawn('sleep', ['600'], identity(findAccount()))
  await once(foreign, 'spawn')
  onTestFinished(() => void foreign.kill())
  for (const [i, file] of files.entries()) {
    writeFileSync(file, (remains[i] as string).replace(String(postmaster), String(foreign.pid)))
  }

  const second = startUsher('serve', dataDir)
  expect(await query((await second.ready).url, 'select name from students')).toEqual([{ name: 'Mia' }])
  expect(foreign.exitCode ?? foreign.signalCode).toBeNull()
})

test('what an interrupted first start left behind is gone after the next one', async () => {
  const dataDir = makeDataDir()
  const [remains, kept] = [join(dataDir, 'postgres.new-aB3dE6'), join(dataDir, 'postgres.new-disk-backup')]
  for (const folder of [remains, kept]) {
    mkdirSync(join(folder, 'base'), { recursive: true })
    writeFileSync(join(folder, 'base/1'), 'half')
  }
  await startUsher('serve', dataDir).ready
  expect(existsSync(remains)).toBe(false)
  expect(existsSync(kept)).toBe(true)
})

test('a PostgreSQL that was killed is started again under the running Usher', async () => {
  const dataDir = makeUsedDataDir()
  const server = startUsher('serve', dataDir)
  const { url } = await server.ready
  await query(url, "create table students as select 'Mia' as name")
  const postmaster = findPostmaster(dataDir) as number
  process.kill(postmaster, 'SIGKILL')
  await until(() => ![null, postmaster].includes(findPostmaster(dataDir)))
  await expect.poll(() => query(url, 'select name from students').catch(() => null)).toEqual([{ name: 'Mia' }])
  expect(await startUsher('serve', dataDir).exited).toMatchObject({ status: 1 })
  expect(await server.leave()).toMatchObject({ status: 0, errors: 'PostgreSQL ended. Starting it again.\n' })
  expect(findPostmaster(dataDir)).toBeNull()
})

test('a PostgreSQL that cannot start says why', async () => {
  const dataDir = makeUsedDataDir()
  appendFileSync(join(dataDir, 'postgres/postgresql.conf'), 'shared_buffers = plenty\n')
  const { status, errors } = await startUsher('serve', dataDir).exited
  expect(status).toBe(1)
  expect(errors).toContain('invalid value for parameter "shared_buffers": "plenty"')
})

test('a data folder may have an odd name', async () => {
  const within = join(makeFolder(), 'a folder, "quoted" & é')
  mkdirSync(within)
  const dataDir = makeDataDir({ within, copyOf: used })
  const { url } = await startUsher('serve', dataDir).ready
  expect(new URL(url).searchParams.get('host')).toBe(join(dataDir, 'postgres'))
  expect(await query(url, 'select 1 as one')).toEqual([{ one: 1 }])
})

test('a data folder may lie deeper than the path of a socket can be long', async () => {
  const within = join(makeFolder(), 'deep'.repeat(20), 'deeper'.repeat(10))
  mkdirSync(within, { recursive: true })
  const dataDir = makeDataDir({ within, copyOf: used })
  const server = startUsher('serve', dataDir)
  const { url } = await server.ready
  expect(await query(url, 'select 1 as one')).toEqual([{ one: 1 }])
  const command = startUsher('attach', dataDir)
  expect((await command.ready).url).toBe(url)
  await command.leave()
  await server.leave()
  rmSync(new URL(url).searchParams.get('host') ?? '', { recursive: true })
})

async function query(url: string, statement: string) {
  const client = new pg.Client(url)
  client.on('error', () => {})
  await client.connect()
  try {
    return (await client.query(statement)).rows
  } finally {
    await client.end()
  }
}
