import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../test/database.ts'
import { runUsher, runUsherJson } from '../../test/run-usher.ts'
import { createKeyring } from '../keyring/find-key.ts'

let db: TestDatabase

beforeAll(async () => {
  db = await createTestDatabase()
  await db.database.pool.query(`insert into organizations (path, name, slug) values ('{}', 'Acme Prep', 'acme-prep')`)
})
afterAll(() => db.drop())

test('a key is printed once and alone, works until it is revoked, and is kept nowhere', async () => {
  const { stdout, stderr, status } = await runUsher(db.url, [
    'key',
    'create',
    '--organization',
    'acme-prep',
    '--name',
    'Pabbly',
  ])
  expect(status).toBe(0)
  expect(stdout).toMatch(/^usher_live_\w{49}\n$/)
  expect(stderr).toContain('shown once')
  const rawKey = stdout.trim()
  expect(stderr).not.toContain(rawKey)
  expect(await findFresh(rawKey)).toMatchObject({ state: 'live', organization: { slug: 'acme-prep' } })

  const list = await runUsher(db.url, ['key', 'list'])
  expect(list.stdout).toContain(rawKey.slice(0, 19))
  expect(list.stdout).not.toContain(rawKey.slice(0, 20))
  const { rows } = await db.database.pool.query('select to_jsonb(keys)::text as key from keys')
  expect(rows[0].key).not.toContain(rawKey.slice(0, 20))

  const revoked = await runUsher(db.url, ['key', 'revoke', rawKey.slice(0, 19)])
  expect(revoked.stdout).toBe(`Key ${rawKey.slice(0, 19)} (Pabbly) is revoked.\n`)
  expect(await findFresh(rawKey)).toMatchObject({ state: 'revoked' })
  const again = await runUsher(db.url, ['key', 'revoke', rawKey])
  expect(again).toMatchObject({ stdout: expect.stringContaining('was already revoked'), status: 0 })
})

test('a key of letters and digits is for tools that take nothing else', async () => {
  const args = ['key', 'create', '--organization', 'acme-prep', '--name', 'Old scripts', '--format']
  const rawKey = (await runUsher(db.url, [...args, 'alphanumeric'])).stdout.trim()
  expect(rawKey).toMatch(/^[A-Za-z0-9]{58}$/)
  expect(await findFresh(rawKey)).toMatchObject({ state: 'live' })
  expect((await runUsher(db.url, ['key', 'revoke', rawKey.slice(0, 17)])).status).toBe(0)
  expect(await findFresh(rawKey)).toMatchObject({ state: 'revoked' })
  expect(await runUsher(db.url, [...args, 'short'])).toMatchObject({ status: 2, stdout: '' })
})

test('a key answers programs in JSON and is revoked by its id', async () => {
  const args = ['key', 'create', '--organization', 'acme-prep', '--name', 'Nightly import']
  const made = await runUsherJson<{ id: number; key: string; prefix: string }>(db.url, args)
  expect(made).toMatchObject({ name: 'Nightly import', organization: 'acme-prep', prefix: made.key.slice(0, 19) })
  expect(await runUsherJson(db.url, ['key', 'revoke', String(made.id)])).toMatchObject({
    id: made.id,
    revoked_at: expect.any(String),
  })
  expect(await findFresh(made.key)).toMatchObject({ state: 'revoked' })
})

test('a key may be given scopes, an end, addresses and a limit', async () => {
  const args = ['key', 'create', '--organization', 'acme-prep', '--name', 'Portal', '--scopes', 'read, teams.edit']
  const limits = ['--expires', '2099-06-30', '--allow', '203.0.113.7,2001:db8::/32', '--rate-limit', '0']
  const made = await runUsherJson<{ key: string }>(db.url, [...args, ...limits])
  expect(made).toMatchObject({
    scopes: ['read', 'teams.edit'],
    expires_at: '2099-06-30T00:00:00.000Z',
    allowed_addresses: ['203.0.113.7', '2001:db8::/32'],
    rate_limit: 0,
  })
  expect(await findFresh(made.key)).toMatchObject({ state: 'not_allowed_from_here' })
})

test.each([
  ['an unknown scope', ['--scopes', 'teams.veiw'], 2, 'teams.veiw is none of them'],
  ['an end that is over', ['--expires', '1d'], 2, '--expires must be a moment to come'],
  ['no addresses where some were meant', ['--allow', ''], 2, 'Give one or more'],
])('%s makes no key', async (_, args, status, words) => {
  const ran = await runUsher(db.url, ['key', 'create', '--organization', 'acme-prep', '--name', 'Faulty', ...args])
  expect(ran).toMatchObject({ status, stdout: '', stderr: expect.stringContaining(words) })
})

test('a key that does not exist is not repeated: it may be one with a typo', async () => {
  const { stderr, status } = await runUsher(db.url, ['key', 'revoke', 'usher_live_something_secret'])
  expect(status).toBe(1)
  expect(stderr).toContain('no such key')
  expect(stderr).not.toContain('secret')
})

test.each([
  ['with PUBLIC_URL', { PUBLIC_URL: 'https://learn.example.com/' }, 'https://learn.example.com/api/v1/ping/'],
  ['without it, since the port of a command is not the server’s', { PORT: '4000' }, '<your Usher>/api/v1/ping/'],
])('a new key comes with a way to try it (%s)', async (_, env, address) => {
  const args = ['key', 'create', '--organization', 'acme-prep', '--name', 'Make']
  expect((await runUsher(db.url, args, env)).stderr).toContain(`Try it: curl -s ${address} -H "X-API-Key: <the key>"`)
})

function findFresh(rawKey: string) {
  return createKeyring({ database: db.database, now: () => new Date() }).find(rawKey)
}
