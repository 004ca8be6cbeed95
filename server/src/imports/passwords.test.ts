/** People who come along from another system with their passwords, from the file to the first sign-in and after. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Api, openApi } from '../../test/api.ts'
import { runUsher } from '../../test/run-usher.ts'
import { startTestServer, type TestServer } from '../../test/server.ts'

// `test` and `test12345`, as WordPress and others hashed them.
const [ofTest, ofTest12345] = ['$P$B55D6LjfHDkINU5wF.v2BuuzO0/XPk/', '$P$9IQRaTwmfeRo7ud9Fh4E2PdI0S3r.L0']

let usher: TestServer
let api: Api
let folder: string
beforeAll(async () => {
  usher = await startTestServer()
  api = await openApi(usher)
  await api.post('/api/organizations', { name: 'Rival', slug: 'rival' })
  folder = await mkdtemp(join(tmpdir(), 'usher-passwords-'))
})
afterAll(async () => {
  await rm(folder, { recursive: true })
  await usher.close()
})

const query = async (text: string, values: unknown[] = []) => (await usher.database.pool.query(text, values)).rows
const account = async (email: string) =>
  (
    await query(
      `select u.id, hash, password_set_at is not null as is_set, activated_at is not null as is_activated
        from users u left join passwords p on p.user_id = u.id where email = $1`,
      [email],
    )
  )[0]

async function bring(rows: Record<string, string>[], organization = 'acme-prep') {
  const file = join(folder, 'people.ndjson')
  await writeFile(file, rows.map(row => JSON.stringify({ first_name: 'Ana', courses: '', ...row })).join('\n'))
  const { stdout } = await runUsher(usher.databaseUrl, ['provision', file, '--organization', organization, '--json'])
  expect(stdout).not.toMatch(/\$P\$|\$2|scrypt\$s/)
  return stdout
    .trim()
    .split('\n')
    .map(line => JSON.parse(line))
}

async function signIn(email: string, password: string) {
  const begun = performance.now()
  const { status } = await fetch(`${usher.url}/api/auth/sign-in/email`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: usher.url },
    body: JSON.stringify({ email, password }),
  })
  return { status, took: performance.now() - begun }
}

test('the password of another system opens the account, and is hashed anew by that, once for several at a time', async () => {
  const [line] = await bring([{ email: 'ana@example.com', password_hash: ofTest }])
  expect(line).toMatchObject({ result: 'created', message: '' })
  expect(await account('ana@example.com')).toMatchObject({ hash: ofTest, is_set: true, is_activated: false })
  expect((await signIn('ana@example.com', 'other')).status).toBe(401)
  const answers = await Promise.all(['test', 'test', 'test ', 'test'].map(typed => signIn('ana@example.com', typed)))
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200])
  const after = await account('ana@example.com')
  expect(after).toMatchObject({ hash: expect.stringMatching(/^\$argon2id\$/), is_activated: true })
  expect((await signIn('ana@example.com', 'test')).status).toBe(200)
  expect((await account('ana@example.com')).hash).toBe(after.hash)
})

test('one that is unknown, or would stop the server, refuses its line, and is not shown', async () => {
  const lines = await bring([
    { email: 'bo@example.com', password_hash: 'opensesame' },
    { email: 'bo@example.com', password_hash: `$2y$31$${'a'.repeat(53)}` },
    { email: '', password_hash: 'opensesame' },
  ])
  expect(lines.map(({ result }) => result)).toEqual(['refused', 'refused', 'refused'])
  expect(lines[0].message).toContain("'password_hash' is none that is known")
  expect(lines[1].message).toContain("'password_hash' would take too long")
  expect(lines[2].message).toMatch(/'email'.*'password_hash'/)
  expect(JSON.stringify(lines)).not.toContain('opensesame')
  expect(await account('bo@example.com')).toBeUndefined()
})

test('it is never laid over what is there: a password, an account of others, or one that is there at all', async () => {
  await bring([{ email: 'cy@example.com', password_hash: ofTest }, { email: 'dee@example.com' }])
  const rival = await openApi(usher, { organization: 'rival' })
  await rival.post('/api/users', { email: 'eve@example.com', first_name: 'Eve', send_welcome_email: false })
  const people = ['cy', 'dee', 'eve'].map(name => ({ email: `${name}@example.com`, password_hash: ofTest12345 }))
  for (const { message } of await bring(people)) expect(message).toContain('password_hash left out')
  expect(await account('cy@example.com')).toMatchObject({ hash: ofTest })
  for (const name of ['dee', 'eve'])
    expect(await account(`${name}@example.com`)).toMatchObject({ hash: null, is_set: false })
})

test('it ends when another organization comes to know the account, and shows in no log, export or answer', async () => {
  await bring([{ email: 'fay@example.com', password_hash: ofTest }], 'rival')
  const { id } = await account('fay@example.com')
  const [shown, log] = await Promise.all([
    api.get(`/api/users/${id}`),
    api.get('/api/operations?email=fay@example.com'),
  ])
  expect(shown.body).toMatchObject({ password_set: true })
  expect(JSON.stringify([shown.body, log.body])).not.toContain('$P$')
  await api.post('/api/users', { email: 'fay@example.com', first_name: 'Fay', send_welcome_email: false })
  expect(await account('fay@example.com')).toMatchObject({ hash: null, is_set: false })
  expect((await signIn('fay@example.com', 'test')).status).toBe(401)
})

test('as long as there is one, who guesses is answered at full half seconds, whether or not there is an account', async () => {
  await bring([{ email: 'gus@example.com', password_hash: ofTest }])
  for (const email of ['gus@example.com', 'ana@example.com', 'nobody@example.com']) {
    const { status, took } = await signIn(email, 'wrong')
    expect(status).toBe(401)
    expect(took).toBeGreaterThan(495)
  }
})
