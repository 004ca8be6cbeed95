import { randomBytes } from 'node:crypto'
import type { KyselyPlugin } from 'kysely'
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../test/database.ts'
import type { Transaction } from '../db/database.ts'
import { createKey } from '../keys/create-key.ts'
import { revokeKey } from '../keys/revoke-key.ts'
import { createOrganization } from '../organizations/create-organization.ts'
import { suspendOrganization } from '../organizations/suspend-organization.ts'
import type { AskedBy } from '../provisioning/intents/call.ts'
import { createKeyring, type Keyring } from './find-key.ts'
import { createLastUse } from './last-use.ts'
import { makeRawKey } from './raw-key.ts'

const by: AskedBy = { actor: { kind: 'system' }, source: 'test', ip: null, receivedAt: new Date() }
const start = new Date('2026-12-01T10:00:00Z').getTime()

let db: TestDatabase
let organizationId: number
let parentId: number
let clock: number
let keyring: Keyring
let queries: string[]

beforeAll(async () => {
  db = await createTestDatabase()
  await change(async transaction => {
    parentId = await createOrganization(transaction, { name: 'Acme', slug: 'acme' }, by)
    organizationId = await createOrganization(transaction, { name: 'Acme Prep', slug: 'acme-prep', parentId }, by)
  })
  await db.database.pool.query(`
    create table uses (key_id bigint, at timestamptz);
    create function note_use() returns trigger language plpgsql as
      $$ begin insert into uses values (new.id, new.last_used_at); return new; end $$;
    create trigger note_use after update of last_used_at on keys for each row execute function note_use()`)
})
afterAll(() => db.drop())

beforeEach(async () => {
  clock = start
  queries = []
  keyring = createKeyring({ database: watched(), now: () => new Date(clock) })
})

test('a live key is known with its organization', async () => {
  const { rawKey, id, prefix } = await makeKey()
  await db.database.pool.query(`update organizations set dialects = jsonb_build_object('spoken', slug)`)
  expect(await keyring.find(rawKey)).toEqual({
    state: 'live',
    id,
    prefix,
    permissions: new Set(['provision']),
    expiresAt: null,
    mayComeFrom: expect.any(Function),
    rateLimit: 1000,
    apiVersion: '2026-12-01',
    organization: {
      id: organizationId,
      name: 'Acme Prep',
      slug: 'acme-prep',
      provisioningEnabled: true,
      suspended: false,
      dialects: [{ spoken: 'acme' }, { spoken: 'acme-prep' }],
    },
  })
})

test('a well-formed key that was never made is unknown; a typo is told from it without asking the database', async () => {
  const stranger = makeRawKey(randomBytes(32))
  expect(await keyring.find(stranger)).toEqual({ state: 'unknown', prefix: stranger.slice(0, 19) })
  queries.length = 0
  expect(await keyring.find(`${stranger}x`)).toEqual({ state: 'mistyped', prefix: stranger.slice(0, 19) })
  expect(await keyring.find('sk_test_1234567890')).toEqual({ state: 'unknown', prefix: 'sk_t' })
  expect(queries).toEqual([])
})

test('a revoked key is refused after half a second at the latest', async () => {
  const key = await makeKey()
  expect(await keyring.find(key.rawKey)).toMatchObject({ state: 'live' })
  await change(transaction => revokeKey(transaction, key, by))
  clock += 499
  expect(await keyring.find(key.rawKey)).toMatchObject({ state: 'live' })
  clock += 1
  expect(await keyring.find(key.rawKey)).toMatchObject({
    state: 'revoked',
    id: key.id,
    prefix: key.prefix,
    organization: { id: organizationId },
  })
})

test('a clock that is put back does not keep a revoked key alive', async () => {
  const key = await makeKey()
  await keyring.find(key.rawKey)
  await change(transaction => revokeKey(transaction, key, by))
  clock -= 3_600_000
  expect(await keyring.find(key.rawKey)).toMatchObject({ state: 'revoked' })
})

test('a key is refused where an organization above its own is suspended', async () => {
  const { rawKey } = await makeKey()
  await change(transaction => suspendOrganization(transaction, parentId, by))
  expect(await keyring.find(rawKey)).toMatchObject({ state: 'live', organization: { suspended: true } })
  await db.database.pool.query('update organizations set suspended_at = null')
})

test('a busy key is asked for once, and different keys asked for meanwhile go together', async () => {
  const keys = [await makeKey(), await makeKey(), await makeKey()]
  const found = await Promise.all(Array.from({ length: 90 }, (_, n) => keyring.find(keys[n % 3]?.rawKey as string)))
  expect(found.map(key => 'id' in key && key.id)).toEqual(found.map((_, n) => keys[n % 3]?.id))
  expect(queries).toHaveLength(2)
})

test('a flood of unknown keys does not fill the memory', async () => {
  const small = createKeyring({ database: watched(), now: () => new Date(clock), maxRemembered: 3 })
  const strangers = Array.from({ length: 4 }, () => makeRawKey(randomBytes(32)))
  for (const stranger of strangers) await small.find(stranger)
  await small.find(strangers[3] as string)
  expect(queries).toHaveLength(4)
  await small.find(strangers[0] as string)
  expect(queries).toHaveLength(5)
})

test('a failed look-up is not remembered', async () => {
  const { rawKey } = await makeKey()
  await db.database.pool.query('alter table keys rename to keys_away')
  await expect(keyring.find(rawKey)).rejects.toThrow('keys')
  await db.database.pool.query('alter table keys_away rename to keys')
  expect(await keyring.find(rawKey)).toMatchObject({ state: 'live' })
})

test('the last use of a key is written at the end', async () => {
  const { rawKey, id } = await makeKey()
  await keyring.find(rawKey)
  clock += 100
  await keyring.find(rawKey)
  expect(await usesOf(id)).toEqual([])
  await keyring.close()
  expect(await usesOf(id)).toEqual([start + 100])
})

test('while it is used all the time, the last use of a key is written once a minute', async () => {
  const { id } = await makeKey()
  const lastUse = createLastUse(db.database, { gatherMs: 0 })
  for (let second = 0; second <= 120; second += 30) {
    lastUse.note(id, new Date(start + second * 1000))
    if (second % 60 === 0) await vi.waitFor(async () => expect((await usesOf(id)).at(-1)).toBe(start + second * 1000))
  }
  await lastUse.close()
  expect(await usesOf(id)).toEqual([start, start + 60_000, start + 120_000])
})

test('two servers together write the last use of a key once a minute', async () => {
  const { id } = await makeKey()
  const another = await makeKey()
  const servers = [createLastUse(db.database, { gatherMs: 0 }), createLastUse(db.database, { gatherMs: 0 })]
  servers[0]?.note(id, new Date(start))
  await vi.waitFor(async () => expect(await usesOf(id)).toHaveLength(1))
  servers[1]?.note(id, new Date(start + 59_000))
  servers[1]?.note(another.id, new Date(start + 59_000))
  await vi.waitFor(async () => expect(await usesOf(another.id)).toHaveLength(1))
  expect(await usesOf(id)).toEqual([start])
})

function makeKey() {
  return change(transaction => createKey(transaction, { organizationId, name: 'Pabbly', random: randomBytes(32) }, by))
}

function change<T>(work: (transaction: Transaction) => Promise<T>): Promise<T> {
  return db.database.kysely.transaction().execute(work)
}

async function usesOf(id: number): Promise<number[]> {
  const { rows } = await db.database.pool.query('select at from uses where key_id = $1 order by at', [id])
  return rows.map(row => row.at.getTime())
}

/** The test's database; the queries that go through it are noted. */
function watched() {
  const { kysely } = db.database
  const plugin: KyselyPlugin = {
    transformQuery({ node }) {
      queries.push(node.kind)
      return node
    },
    transformResult: async ({ result }) => result,
  }
  return { ...db.database, kysely: kysely.withPlugin(plugin) }
}
