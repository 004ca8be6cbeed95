import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../test/database.ts'
import { followUsher, runUsher, runUsherJson } from '../../test/run-usher.ts'
import { listLatestOperations, type OperationFilter } from './queries.ts'

let db: TestDatabase

beforeAll(async () => {
  db = await createTestDatabase()
  await db.database.pool.query(`
    insert into organizations (id, parent_id, path, name, slug) values
      (1, null, '{1}', 'Acme', 'acme'), (2, 1, '{1,2}', 'Acme Prep', 'acme-prep'), (3, null, '{3}', 'Other', 'other');
    insert into keys (id, organization_id, name, prefix, hash) values
      (10, 2, 'Pabbly', 'usher_live_PabblyAA', '\\x01'), (11, 3, 'Zapier', 'usher_live_ZapierBB', '\\x02');
    insert into operations (id, organization_id, kind, actor_kind, actor_id, key_prefix, ip, source, email, courses, result, problems, at, duration_ms) values
      (900, 2, 'provision', 'apiKey', 10, 'usher_live_PabblyAA', '203.0.113.7', 'pabbly', 'jane@example.com', '{ielts,gmat}', 'created', null, '2026-11-01T10:00:00Z', 4.2),
      (100, 2, 'provision', 'apiKey', 10, 'usher_live_PabblyAA', '203.0.113.7', e'pab\\x1b[31mbly', 'jane@example.com', '{pte}', 'refused',
        '[{"code":"unknown_course","field":"courses","value":"pte"}]', '2026-11-01T11:00:00Z', 2),
      (500, null, 'provision', 'unknownKey', null, 'usher_live_PabblyAA', '203.0.113.7', null, null, '{}', 'refused',
        '[{"code":"invalid_key","field":"","value":"mistyped"}]', '2026-11-01T12:00:00Z', 1),
      (300, 3, 'ping', 'apiKey', 11, 'usher_live_ZapierBB', '2001:db8::1', null, null, '{}', 'recorded', null, '2026-11-01T13:00:00Z', 1)`)
})
afterAll(() => db.drop())

test('the log is shown in the order of time, and a caller cannot write on the screen', async () => {
  const { stdout, status } = await runUsher(db.url, ['log'])
  expect(status).toBe(0)
  const [titles, ...lines] = stdout
    .trimEnd()
    .split('\n')
    .map(line => line.split(/ {2,}/))
  expect(titles).toEqual([
    'TIME',
    'RESULT',
    'WHAT',
    'EMAIL',
    'COURSES',
    'SOURCE',
    'KEY',
    'IP',
    'MS',
    'OPERATION',
    'WHY',
  ])
  expect(lines[0]).toEqual([
    '2026-11-01T10:00:00Z',
    'created',
    'provision',
    'jane@example.com',
    'ielts, gmat',
    'pabbly',
    'usher_live_PabblyAA Pabbly',
    '203.0.113.7',
    '4',
    '900',
    '-',
  ])
  expect(lines.map(line => line[9])).toEqual(['900', '100', '500', '300'])
  expect(lines.map(line => line.at(-1))).toEqual(['-', 'unknown_course courses: pte', 'invalid_key: mistyped', '-'])
  expect(stdout).not.toContain('\u001b')
})

test.each<[what: string, filter: OperationFilter, ids: number[]]>([
  ['a student', { email: 'jane@example.com' }, [900, 100]],
  ['a result', { result: 'refused' }, [100, 500]],
  ['the id of a key', { key: '10' }, [900, 100]],
  ['the prefix of a key, revoked or mistyped too', { key: 'usher_live_PabblyAA' }, [900, 100, 500]],
  [
    'an organization, with those below it and with refused calls that showed its keys',
    { organizationId: 1 },
    [900, 100, 500],
  ],
  ['another organization', { organizationId: 3 }, [300]],
  ['a time', { since: new Date('2026-11-01T11:00:00Z'), until: new Date('2026-11-01T13:00:00Z') }, [100, 500]],
  ['several things at once', { result: 'refused', email: 'jane@example.com' }, [100]],
])('the log is filtered by %s', async (_, filter, ids) => {
  const rows = await listLatestOperations(db.database.kysely, filter, 50)
  expect(rows.map(row => row.id)).toEqual(ids)
})

test('of many, the latest are shown', async () => {
  expect((await listLatestOperations(db.database.kysely, {}, 2)).map(row => row.id)).toEqual([500, 300])
})

test('a refused address is found as it was sent, an address however it is written, and a limit is called one', async () => {
  await db.database.pool.query(`
    insert into operations (id, kind, actor_kind, email, result, problems, at, duration_ms) values
      (700, 'provision', 'system', 'Jane@Example', 'refused',
        '[{"code":"malformed","field":"email"},{"code":"out_of_range","field":"tenure_months","value":120}]', '2026-10-01T10:00:00Z', 1)`)
  const refused = await runUsher(db.url, ['log', '--email', 'Jane@Example'])
  expect(refused.stdout).toMatch(/ {2}700 {2}malformed email; out_of_range tenure_months: limit 120\n$/)
  const known = await runUsherJson<{ id: number }[]>(db.url, ['log', '--email', ' Jane@EXAMPLE.com'])
  expect(known.map(row => row.id)).toEqual([900, 100])
})

test('following shows what other processes do, a JSON object a line, and Ctrl-C ends it well', async () => {
  const follower = followUsher(db.url, ['log', '--follow', '--json', '--limit', '1'])
  expect(JSON.parse(await follower.nextLine())).toMatchObject({ id: 300, kind: 'ping', key_name: 'Zapier' })
  await runUsher(db.url, ['org', 'suspend', 'other'])
  expect(JSON.parse(await follower.nextLine())).toMatchObject({ kind: 'suspend_organization', organization: 'other' })
  expect(await follower.stop()).toBe(0)
})
