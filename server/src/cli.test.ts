import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../test/database.ts'
import { runUsher, runUsherJson } from '../test/run-usher.ts'

let db: TestDatabase

beforeAll(async () => {
  db = await createTestDatabase()
})
afterAll(() => db.drop())

test('help teaches: what it is, its options, examples, and what the exit status says', async () => {
  const [all, create] = await Promise.all([runUsher(db.url, ['--help']), runUsher(db.url, ['key', 'create', '--help'])])
  expect(all).toMatchObject({ status: 0, stderr: '' })
  for (const command of [
    'start',
    'migrate',
    'org',
    'course',
    'key',
    'enrollment',
    'user',
    'admin',
    'log',
    'mail',
    'doctor',
  ]) {
    expect(all.stdout).toMatch(new RegExp(`^  ${command}\\b`, 'm'))
  }
  expect(create.status).toBe(0)
  expect(create.stdout).toContain('$ usher key create --organization acme-prep --name "Pabbly"')
  expect(create.stdout).toContain('--json')
  expect(create.stdout).toContain('Exit status: 0 done; 1 refused or failed')
})

test.each([
  ['no command', []],
  ['an unknown command', ['frobnicate']],
  ['a missing option', ['org', 'create', '--name', 'Acme Prep']],
  ['an unknown option', ['org', 'list', '--frobnicate']],
])('wrong usage (%s) ends with status 2 and says what to do, beside the output', async (_, args) => {
  const { stdout, stderr, status } = await runUsher(db.url, args)
  expect({ stdout, status }).toEqual({ stdout: '', status: 2 })
  expect(stderr).toContain('help')
})

test('a database that cannot be reached is said in a sentence that shows no password', async () => {
  const { stdout, stderr, status } = await runUsher('postgres://usher:s3cret@127.0.0.1:1/usher', ['org', 'list'])
  expect({ stdout, status }).toEqual({ stdout: '', status: 1 })
  expect(stderr).toMatch(/^usher: The database cannot be reached.*\n$/)
  expect(stderr).not.toContain('s3cret')
})

test('a setting that cannot be used is said in a sentence', async () => {
  const { stderr, status } = await runUsher(db.url, ['org', 'list'], { PORT: 'many' })
  expect({ stderr, status }).toEqual({
    stderr: 'usher: PORT must be a whole number from 1 to 65535, not "many".\n',
    status: 1,
  })
})

test.each([
  ['no database', {}],
  ['no secret key', { DATABASE_URL: 'postgres://usher@localhost:1/usher', SECRET_KEY: '' }],
])('where there is %s yet, a command says where it looks and leaves nothing there', async (what, settings) => {
  const folder = await mkdtemp(join(tmpdir(), 'usher-nowhere-'))
  const ran = await runUsher('', ['org', 'list'], { ...settings, DATA_DIR: join(folder, 'data') })
  expect(ran).toMatchObject({ stdout: '', status: 1 })
  expect(ran.stderr).toContain(`There is ${what} in ${folder}/data yet.`)
  expect(await readdir(folder)).toEqual([])
  await rm(folder, { recursive: true })
})

test('a database without this version’s schema is refused until it is migrated', async () => {
  const other = await createTestDatabase()
  await other.database.pool.query('drop schema public cascade; create schema public')
  const refused = await runUsher(other.url, ['org', 'list'])
  expect(refused).toMatchObject({ stdout: '', stderr: expect.stringContaining('run `usher migrate` first'), status: 1 })
  const { migrated } = await runUsherJson<{ migrated: string[] }>(other.url, ['migrate'])
  expect(migrated).toContain('0001_people')
  expect(await runUsherJson(other.url, ['org', 'list'])).toEqual([])
  expect((await runUsher(other.url, ['migrate'])).stdout).toBe('The schema is up to date.\n')
  await other.drop()
})

test('a database of a newer version, or of one that was never released, is refused with what to do', async () => {
  const other = await createTestDatabase()
  const tell = async (...args: string[]) => (await runUsher(other.url, args)).stderr
  await other.database.pool.query(`insert into migrations (name, timestamp) values ('9999_flying', '2099-01-01')`)
  expect(await tell('migrate')).toBe(
    'usher: The database is newer than this program: it has 9999_flying. Use the newer one.\n',
  )
  expect(await tell('org', 'list')).toContain('Use the newer one.')
  await other.database.pool.query(`delete from migrations where name = '0001_people'`)
  expect(await tell('migrate')).toContain('Begin with an empty database, or go back to the version that made it.')
  expect(await tell('org', 'list')).toContain('9999_flying in place of 0001_people')
  await other.drop()
})
