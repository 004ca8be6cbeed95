import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest'
import { copyClone, createFolder, findPostmaster, makeDataDir, makeFolder, startUsher } from '../../test/embedded.ts'
import { findAccount, isRoot } from './embedded/account.ts'
import { attachEmbeddedPostgres } from './embedded.ts'

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 }) // processes and disks, on machines of any speed

// Root can be anybody, so these are one machine's tests of both kinds; an ordinary user can only be itself.
const ordinary = isRoot() ? { uid: 65_534, gid: 65_534 } : undefined

// Node and this clone may lie where only root can enter.
let reachable: ReturnType<typeof copyClone>
beforeAll(() => {
  reachable = copyClone(createFolder())
})
afterAll(() => rmSync(reachable.clone, { recursive: true }))

test('an ordinary user runs PostgreSQL as themselves, in the data folder', async () => {
  const folder = makeFolder()
  if (ordinary) chownSync(folder, ordinary.uid, ordinary.gid)
  const dataDir = makeDataDir({ within: folder })
  const usher = startUsher('serve', dataDir, { ...reachable, ...ordinary })
  const { url, notes } = await usher.ready
  expect(await readOwnId(url)).toBe(ordinary?.uid ?? process.getuid?.())
  expect(notes).toEqual([])
  expect(lstatSync(join(dataDir, 'postgres')).isDirectory()).toBe(true)
  expect(await usher.leave()).toMatchObject({ status: 0, errors: '' })
})

if (ordinary) {
  let used: string
  beforeAll(async () => {
    used = createFolder()
    await (await attachEmbeddedPostgres({ dataDir: used })).stop()
  })
  afterAll(() => rmSync(used, { recursive: true }))

  test('root runs PostgreSQL as a user who owns nothing but the database', async () => {
    const dataDir = makeDataDir()
    const { url, notes } = await startUsher('serve', dataDir).ready
    expect(await readOwnId(url)).toBe(findAccount()?.uid)
    expect(statSync(join(dataDir, 'postgres')).uid).toBe(findAccount()?.uid)
    expect(statSync(dataDir).uid).toBe(0)
    expect(notes).toEqual([])
  })

  test('root runs the database of an ordinary user as that user', async () => {
    const folder = makeFolder()
    chownSync(folder, ordinary.uid, ordinary.gid)
    const dataDir = makeDataDir({ within: folder })
    const theirs = startUsher('serve', dataDir, { ...reachable, ...ordinary })
    await theirs.ready
    await theirs.leave()
    const roots = startUsher('serve', dataDir)
    expect(await readOwnId((await roots.ready).url)).toBe(ordinary.uid)
    await roots.leave()
    const again = startUsher('serve', dataDir, { ...reachable, ...ordinary })
    await again.ready
    expect(await again.leave()).toMatchObject({ status: 0, errors: '' })
  })

  test('a copy of the data that root put back is handed over to that user', async () => {
    const copy = makeDataDir()
    cpSync(used, copy, { recursive: true })
    expect(statSync(join(copy, 'postgres')).uid).toBe(0)
    await startUsher('serve', copy).ready
    expect(statSync(join(copy, 'postgres/base')).uid).toBe(findAccount()?.uid)
  })

  test('an ordinary user is told that the database is not theirs', async () => {
    const dataDir = makeDataDir({ copyOf: used })
    const { status, errors } = await startUsher('serve', dataDir, { ...reachable, ...ordinary }).exited
    expect(status).toBe(1)
    expect(errors).toBe(
      `Error: The database in ${dataDir}/postgres belongs to the user ${findAccount()?.name}: start Usher as that user.\n`,
    )
  })

  test('in a folder that only root can enter, programs and data are kept where PostgreSQL can reach them', async () => {
    const before = existsSync('/var/lib/usher') ? readdirSync('/var/lib/usher') : []
    const closed = join(makeFolder(), 'closed')
    mkdirSync(closed, { mode: 0o700 })
    const clone = copyClone(closed)
    const dataDir = makeDataDir({ within: closed })
    const first = startUsher('serve', dataDir, clone)
    const { url, notes } = await first.ready
    onTestFinished(() => {
      const copied = readdirSync('/var/lib/usher').filter(
        name => name.startsWith('programs-') && !before.includes(name),
      )
      for (const name of copied) rmSync(join('/var/lib/usher', name), { recursive: true })
    })
    const data = realpathSync(join(dataDir, 'postgres'))
    expect(data).toMatch(/^\/var\/lib\/usher\/[\w.-]+-closed-data-postgres-\w{6}$/)
    expect(notes).toEqual([
      expect.stringMatching(/^PostgreSQL .* usher-postgres.* a copy of them is in \/var\/lib\/usher\/programs-/),
      expect.stringContaining(`The database is in ${data}, where ${dataDir}/postgres links to`),
    ])
    expect(statSync(closed).mode & 0o777).toBe(0o700)
    await query(url, "create table students as select 'Mia' as name")
    await first.leave()

    const second = startUsher('serve', dataDir, clone)
    expect(await query((await second.ready).url, 'select name from students')).toEqual([{ name: 'Mia' }])
    expect(await startUsher('serve', dataDir, clone).exited).toMatchObject({ status: 1 })
    await second.leave()
    expect(findPostmaster(dataDir)).toBeNull()
  })

  test('where the data have gone, no new ones are made in their stead', async () => {
    const dataDir = makeDataDir()
    const data = join(dataDir, 'gone')
    mkdirSync(dataDir)
    symlinkSync(data, join(dataDir, 'postgres'))
    const { status, errors } = await startUsher('serve', dataDir).exited
    expect(status).toBe(1)
    expect(errors).toBe(`Error: The database is in ${data}, says the link ${dataDir}/postgres, but it is not there.\n`)
  })

  test('a folder that is closed later is not opened: the operator is told', async () => {
    const folder = makeFolder()
    const dataDir = makeDataDir({ within: folder, copyOf: used })
    chmodSync(folder, 0o700)
    const { status, errors } = await startUsher('serve', dataDir).exited
    expect(status).toBe(1)
    expect(errors).toContain(`cannot enter ${dataDir}/postgres. Move it, or set DATA_DIR.`)
    expect(statSync(folder).mode & 0o777).toBe(0o700)
  })
}

/** Who PostgreSQL runs as: the owner of its socket. */
async function readOwnId(url: string): Promise<number> {
  return statSync(join(new URL(url).searchParams.get('host') ?? '', '.s.PGSQL.5432')).uid
}

async function query(url: string, statement: string) {
  const client = new pg.Client(url)
  await client.connect()
  try {
    return (await client.query(statement)).rows
  } finally {
    await client.end()
  }
}
