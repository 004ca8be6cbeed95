import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../test/database.ts'
import { runUsher, runUsherJson } from '../../test/run-usher.ts'

interface Organization {
  id: number
  slug: string
  name: string
  parent: string | null
  provisioning_enabled: boolean
  suspended_at: string | null
  time_zone: string
}

let db: TestDatabase

beforeAll(async () => {
  db = await createTestDatabase()
})
afterAll(() => db.drop())

test('an organization and its branch are made, listed, changed, suspended and resumed', async () => {
  const made = await runUsher(db.url, ['org', 'create', '--name', 'Acme Prep', '--slug', 'acme-prep'])
  expect(made).toEqual({ stdout: 'Organization acme-prep is made.\n', stderr: '', status: 0 })

  const branch = ['--name', 'Acme Pune', '--slug', 'acme-pune', '--parent', 'acme-prep', '--time-zone', 'Asia/Kolkata']
  expect(await runUsherJson<Organization>(db.url, ['org', 'create', ...branch])).toMatchObject({
    slug: 'acme-pune',
    parent: 'acme-prep',
    time_zone: 'Asia/Kolkata',
    provisioning_enabled: true,
    suspended_at: null,
  })
  const [root, child] = await runUsherJson<[Organization, Organization]>(db.url, ['org', 'list'])
  expect(await pathOf('acme-prep')).toEqual([root.id])
  expect(await pathOf('acme-pune')).toEqual([root.id, child.id])

  const changed = await runUsherJson(db.url, ['org', 'update', 'acme-pune', '--name', 'Pune', '--provisioning', 'off'])
  expect(changed).toMatchObject({ name: 'Pune', time_zone: 'Asia/Kolkata', provisioning_enabled: false })

  const suspended = await runUsher(db.url, ['org', 'suspend', 'acme-pune'])
  expect(suspended.stdout).toBe('Organization acme-pune is suspended.\n')
  const { stdout: table } = await runUsher(db.url, ['org', 'list'])
  expect(table).toMatch(
    /^SLUG +NAME .*\nacme-prep .* active .*\nacme-pune +Pune +acme-prep +Asia\/Kolkata +off +suspended /,
  )
  expect(await runUsherJson(db.url, ['org', 'resume', 'acme-pune'])).toMatchObject({ suspended_at: null })

  const { rows } = await db.database.pool.query('select kind, result, source from operations order by at, id')
  expect(rows.map(row => `${row.kind} ${row.result} ${row.source}`)).toEqual([
    'create_organization created cli',
    'create_organization created cli',
    'update_organization changed cli',
    'suspend_organization changed cli',
    'resume_organization changed cli',
  ])
})

test('an organization has a limit of calls, inherited from above, and is archived after those below it', async () => {
  const make = (slug: string, ...more: string[]) =>
    runUsherJson<Organization>(db.url, ['org', 'create', '--name', slug, '--slug', slug, ...more])
  expect(await make('big')).toMatchObject({ rate_limit: 1000 })
  const changed = await runUsherJson(db.url, ['org', 'update', 'big', '--rate-limit', '0', '--description', 'Big one'])
  expect(changed).toMatchObject({ rate_limit: 0, description: 'Big one' })
  expect(await make('small', '--parent', 'big')).toMatchObject({ rate_limit: 0 })
  const wrong = await runUsher(db.url, ['org', 'update', 'big', '--rate-limit', 'many'])
  expect(wrong).toMatchObject({ status: 2, stderr: expect.stringContaining('whole number from 0') })

  const refused = await runUsher(db.url, ['org', 'archive', 'big'])
  expect(refused).toMatchObject({ status: 1, stderr: expect.stringContaining('such as small') })
  expect(await runUsher(db.url, ['org', 'archive', 'small'])).toMatchObject({
    stdout: 'Organization small is archived.\n',
  })
  expect(await runUsherJson(db.url, ['org', 'archive', 'big'])).toMatchObject({ archived_at: expect.any(String) })
  expect((await runUsher(db.url, ['org', 'list'])).stdout).toMatch(/\nbig .* archived .* any /)
})

test('how people sign in, and what clients of the Northpass API expect, is set word by word', async () => {
  await runUsher(db.url, ['org', 'create', '--name', 'Signs in', '--slug', 'signs-in'])
  const update = (...options: string[]) => runUsherJson(db.url, ['org', 'update', 'signs-in', ...options])
  expect(await update('--sign-in', 'single-sign-on')).toMatchObject({ sign_in_mode: 'single_sign_on' })
  expect(
    await update('--sign-in', 'as-above', '--northpass', 'existing_group=conflict,calls_a_second=0'),
  ).toMatchObject({
    sign_in_mode: null,
    northpass: { existing_group: 'conflict', existing_person: 'return', calls_a_second: 0 },
  })
  const wrong = await runUsher(db.url, ['org', 'update', 'signs-in', '--northpass', 'colour=red'])
  expect(wrong).toMatchObject({ status: 2, stderr: expect.stringContaining('existing_person=return|refuse') })
})

test('all that is wrong with a new organization is said at once, and nothing is made', async () => {
  const args = ['org', 'create', '--name', ' ', '--slug', 'Wrong Slug', '--time-zone', 'Mars/Olympus']
  const { stdout, stderr, status } = await runUsher(db.url, args)
  expect({ stdout, status }).toEqual({ stdout: '', status: 2 })
  expect(stderr.split('\n')).toEqual([
    'usher: --name must not be empty.',
    'usher: --time-zone must be a time zone by its IANA name, such as Asia/Kolkata or Europe/Berlin.',
    'usher: --slug must be 2 to 63 lower-case letters, digits and hyphens, with a letter among them, such as acme-prep.',
    '',
  ])
  expect(await pathOf('Wrong Slug')).toBeUndefined()
})

test('what cannot be done is said in a sentence, with exit status 1', async () => {
  await db.database.pool.query(`insert into organizations (path, name, slug) values ('{}', 'Taken', 'taken')`)
  const [taken, unknown, nothing] = await Promise.all([
    runUsher(db.url, ['org', 'create', '--name', 'Taken too', '--slug', 'taken']),
    runUsher(db.url, ['org', 'suspend', 'nowhere']),
    runUsher(db.url, ['org', 'update', 'taken']),
  ])
  expect(taken).toEqual({ stdout: '', stderr: 'usher: --slug is taken by another organization.\n', status: 1 })
  expect(unknown).toMatchObject({
    stderr: expect.stringContaining('No organization has the slug "nowhere"'),
    status: 1,
  })
  expect(nothing).toMatchObject({ stderr: expect.stringContaining('Say what to change'), status: 2 })
})

async function pathOf(slug: string): Promise<number[] | undefined> {
  const { rows } = await db.database.pool.query('select path from organizations where slug = $1', [slug])
  return rows[0]?.path
}
