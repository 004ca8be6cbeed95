import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../test/database.ts'
import { runUsher, runUsherJson } from '../../test/run-usher.ts'
import { startTestServer, type TestServer } from '../../test/server.ts'

vi.setConfig({ testTimeout: 60_000 }) // some run the program several times

let usher: TestServer
let env: NodeJS.ProcessEnv
let db: TestDatabase

beforeAll(async () => {
  usher = await startTestServer({ secretKey: 'a'.repeat(32) })
  env = { PUBLIC_URL: usher.url, SECRET_KEY: 'a'.repeat(32) }
})
afterAll(() => usher.close())
beforeEach(async () => {
  db = await createTestDatabase()
})
afterEach(() => db.drop())

const create = (email: string, ...more: string[]) =>
  runUsher(usher.databaseUrl, ['admin', 'create', '--email', email, '--first-name', 'Olga', ...more], env)

/** What the link says to whoever opens it. */
async function openLink(url: string) {
  const address = url.trim().replace('/set-password/', '/api/password-links/')
  return { address, status: (await fetch(address)).status }
}

async function setPassword(url: string) {
  const { address } = await openLink(url)
  const headers = { 'content-type': 'application/json', origin: usher.url }
  const body = JSON.stringify({ password: 'a good long password' })
  return (await fetch(address, { method: 'POST', headers, body })).status
}

async function roleOf(email: string) {
  const { rows } = await usher.database.pool.query(
    `select o.slug, m.role, u.email_verified as proven from memberships m join users u on u.id = m.user_id
      join organizations o on o.id = m.organization_id where u.email = $1 order by o.slug`,
    [email],
  )
  return rows
}

test('an owner is let in by a link that stands alone on the output, and that proves no mailbox', async () => {
  const made = await create('Olga@Example.com', '--last-name', 'Petrova')
  expect(made.status).toBe(0)
  expect(made.stdout).toMatch(new RegExp(`^${usher.url}/set-password/\\d+\\.[\\w-]{43}\n$`))
  expect(made.stderr).toContain('olga@example.com (Olga Petrova) has an account now and is owner of acme-prep.')
  expect(made.stderr).toContain('proves nothing about the mailbox')
  expect(made.stderr).not.toContain('/set-password/')
  expect(await roleOf('olga@example.com')).toEqual([{ slug: 'acme-prep', role: 'owner', proven: false }])
  expect(await setPassword(made.stdout)).toBe(200)
  expect(await roleOf('olga@example.com')).toMatchObject([{ proven: false }])
  expect((await usher.database.pool.query('select from messages')).rows).toEqual([])

  const again = await create('olga@example.com')
  expect(again).toMatchObject({ status: 0, stdout: '' })
  expect(again.stderr).toContain('is owner of acme-prep, as before.')
  expect(again.stderr).toContain('There is a password already')
  expect(again.stderr).toContain('chosen by a link that was shown, not mailed')
})

test('again: the same person, a fresh link in place of the one before, and the role that is said now', async () => {
  const first = await create('max@example.com', '--role', 'admin')
  const second = await create('max@example.com', '--role', 'manager')
  expect(second.stderr).toContain('was admin and is now manager of acme-prep.')
  expect((await openLink(first.stdout)).status).toBe(404)
  expect((await openLink(second.stdout)).status).toBe(200)
  const { rows } = await usher.database.pool.query(
    `select o.kind, o.result, o.source, c.before->>'role' as before, c.after->>'role' as after
      from operations o left join changes c on c.operation_id = o.id
      where o.email = 'max@example.com' and o.kind <> 'provision' order by o.at`,
  )
  expect(rows).toEqual([
    { kind: 'create_admin', result: 'created', source: 'cli', before: 'learner', after: 'admin' },
    { kind: 'create_admin', result: 'changed', source: 'cli', before: 'admin', after: 'manager' },
  ])
})

test('a learner becomes an admin: the link that a key was shown opens nothing any more', async () => {
  const student = { email: 'lea@example.com', first_name: 'Lea', last_name: 'Moreau', courses: 'ielts' }
  const { body } = await usher.call('/provision/student/', student)
  const made = await create('lea@example.com', '--role', 'admin')
  expect(made.stderr).toContain('lea@example.com (Lea Moreau) was learner and is now admin of acme-prep.')
  expect((await openLink(body.set_password_url ?? '')).status).toBe(404)
  expect((await openLink(made.stdout)).status).toBe(200)
})

test('a membership that was suspended goes on', async () => {
  await create('sam@example.com')
  await usher.database.pool.query(
    `update memberships set suspended_at = now() where user_id = (select id from users where email = 'sam@example.com')`,
  )
  const again = await create('sam@example.com')
  expect(again.stderr).toContain('The membership was suspended, and goes on.')
  expect((await runUsher(usher.databaseUrl, ['admin', 'list'])).stdout).toMatch(/sam@example\.com.*active/)
})

test('programs are told what became of it in JSON; who is mentioned twice is one person in two organizations', async () => {
  await runUsher(usher.databaseUrl, ['org', 'create', '--name', 'Pune', '--slug', 'pune', '--parent', 'acme-prep'])
  const args = ['admin', 'create', '--email', 'pia@example.com', '--first-name', 'Pia']
  const first = await runUsherJson<{ user_id: number }>(usher.databaseUrl, args)
  expect(first).toMatchObject({
    organization: 'acme-prep',
    role: 'owner',
    created: true,
    role_before: null,
    set_password_url: expect.stringContaining('/set-password/'),
    set_password_url_expires_at: expect.any(String),
  })
  const second = await runUsherJson(usher.databaseUrl, [...args, '--organization', 'pune', '--role', 'manager'])
  expect(second).toMatchObject({ user_id: first.user_id, created: false, role_before: null, organization: 'pune' })
  expect(await roleOf('pia@example.com')).toMatchObject([{ role: 'owner' }, { slug: 'pune', role: 'manager' }])
  const listed = await runUsherJson<object[]>(usher.databaseUrl, ['admin', 'list', '--organization', 'pune'])
  expect(listed).toMatchObject([{ email: 'pia@example.com', role: 'manager', password_set_at: null }])
})

test('learners are not in the list', async () => {
  await usher.call('/provision/student/', { email: 'leo@example.com', first_name: 'Leo', courses: 'ielts' })
  await create('ida@example.com', '--role', 'manager')
  const { stdout } = await runUsher(usher.databaseUrl, ['admin', 'list', '--role', 'manager'])
  expect(stdout).toMatch(/ida@example\.com +Olga +acme-prep +manager +active +not set +not proven/)
  expect((await runUsher(usher.databaseUrl, ['admin', 'list'])).stdout).not.toContain('leo@example.com')
})

test('the organization is asked for where there are several, or none', async () => {
  const args = ['admin', 'create', '--email', 'olga@example.com', '--first-name', 'Olga']
  const nowhere = await runUsher(db.url, args)
  expect(nowhere).toMatchObject({ status: 1, stdout: '', stderr: expect.stringContaining('`usher org create` makes') })
  for (const slug of ['acme', 'beta']) await runUsher(db.url, ['org', 'create', '--name', slug, '--slug', slug])
  const several = await runUsher(db.url, args)
  expect(several).toMatchObject({ status: 2, stdout: '', stderr: expect.stringContaining('there are acme, beta.') })
  await runUsher(db.url, ['org', 'archive', 'beta'])
  expect(await runUsher(db.url, args)).toMatchObject({ status: 0, stderr: expect.stringContaining('owner of acme') })
  const archived = await runUsher(db.url, [...args, '--organization', 'beta'])
  expect(archived).toMatchObject({ status: 1, stdout: '', stderr: expect.stringContaining('takes nobody in') })
})

test.each([
  ['a role that cannot be given so', ['--role', 'learner'], 'owner, admin, manager'],
  ['a name of nothing', ['--first-name', ' '], '--first-name must not be empty'],
])('%s is refused', async (_, args, words) => {
  expect(await create('nobody@example.com', ...args)).toMatchObject({
    status: 2,
    stdout: '',
    stderr: expect.stringContaining(words),
  })
  expect(await roleOf('nobody@example.com')).toEqual([])
})
