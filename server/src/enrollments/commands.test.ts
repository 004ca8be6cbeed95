import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../test/database.ts'
import { runUsher, runUsherJson } from '../../test/run-usher.ts'
import { createEngine } from '../provisioning/engine.ts'

const jane = ['--organization', 'acme-prep', '--email', 'Jane@Example.com', '--course', 'ielts']

let db: TestDatabase

beforeAll(async () => {
  db = await createTestDatabase()
  await db.database.pool.query(`
    insert into organizations (id, path, name, slug) values (1, '{1}', 'Acme Prep', 'acme-prep');
    insert into courses (id, organization_id, name, display_name, access_months) values (11, 1, 'ielts', 'IELTS', 6)`)
  const engine = createEngine({
    pool: db.database.pool,
    passwordLinkDays: 7,
    now: () => new Date(),
    onMail: () => {},
  })
  await engine.submit({
    kind: 'provision',
    call: { actor: { kind: 'system' }, organizationId: 1, source: 'pabbly', ip: null, receivedAt: new Date() },
    email: 'jane@example.com',
    firstName: 'Jane',
    lastName: 'Doe',
    courses: ['ielts'],
    access: null,
    reference: 'order-1',
    welcome: false,
    grantSource: 'api',
    problems: [],
  })
})
afterAll(() => db.drop())

test('access is held, given back and taken away for a reason, and the account shows why', async () => {
  const suspended = await runUsher(db.url, ['enrollment', 'suspend', ...jane])
  expect(suspended).toMatchObject({
    stdout: expect.stringMatching(/^jane@example.com in ielts: suspended, until /),
    status: 0,
  })
  const again = await runUsherJson(db.url, ['enrollment', 'suspend', ...jane])
  expect(again).toMatchObject({ course: 'ielts', status: 'suspended', unchanged: true })
  expect(await runUsherJson(db.url, ['enrollment', 'list', '--email', 'jane@example.com'])).toMatchObject([
    { email: 'jane@example.com', organization: 'acme-prep', course: 'ielts', status: 'suspended' },
  ])
  expect(await runUsherJson(db.url, ['enrollment', 'resume', ...jane])).toMatchObject({
    status: 'active',
    unchanged: false,
  })
  const other = await runUsher(db.url, ['enrollment', 'revoke', ...jane, '--ref', 'order-2'])
  expect(other).toMatchObject({ status: 1, stderr: expect.stringContaining('by the reference order-2') })
  const why = ['--ref', 'order-1', '--reason', 'Refunded by phone']
  const revoked = await runUsher(db.url, ['enrollment', 'revoke', ...jane, ...why])
  expect(revoked.stdout).toBe('jane@example.com in ielts: revoked.\n')

  expect(await runUsherJson(db.url, ['user', 'list', '--organization', 'acme-prep'])).toMatchObject([
    { email: 'jane@example.com', first_name: 'Jane', organizations: ['acme-prep'], password_set_at: null },
  ])
  const { stdout } = await runUsher(db.url, ['user', 'show', '--email', 'jane@example.com'])
  expect(stdout).toMatch(/^jane@example.com {2}Jane Doe /)
  expect(stdout).toMatch(/\nacme-prep +learner /)
  expect(stdout).toMatch(/\nielts +acme-prep +revoked /)
  expect(stdout).toMatch(/\nielts .* 6 months, extend +order-1 +pabbly +api .* Refunded by phone\n/)
})

test('who is not enrolled is said so, and that it was tried is in the log', async () => {
  const args = [
    'enrollment',
    'suspend',
    '--organization',
    'acme-prep',
    '--email',
    'bob@example.com',
    '--course',
    'ielts',
  ]
  const { stderr, status } = await runUsher(db.url, args)
  expect(status).toBe(1)
  expect(stderr).toContain('bob@example.com is not enrolled in ielts at acme-prep')
  const { rows } = await db.database.pool.query(`select kind, result from operations where email = 'bob@example.com'`)
  expect(rows).toEqual([{ kind: 'suspend', result: 'refused' }])
})
