import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type Api, openApi } from '../../test/api.ts'
import { browserOn } from '../../test/browser.ts'
import { runUsherJson } from '../../test/run-usher.ts'
import { startTestServer, type TestServer } from '../../test/server.ts'
import { findFold } from '../provisioning/decide/fold-enrollment.ts'
import { readLedger } from '../provisioning/repair/ledger.ts'

const password = 'a long password'
// biome-ignore lint/suspicious/noExplicitAny: what comes back is for the test to look at
type Row = any
let usher: TestServer
const send = browserOn(() => usher)
let api: Api
let delhi: Api
let count = 0

beforeAll(async () => {
  usher = await startTestServer()
  api = await openApi(usher)
  for (const slug of ['pune', 'delhi']) await api.post('/api/organizations', { name: slug, slug })
  delhi = await openApi(usher, { organization: 'delhi' })
  await api.post('/api/custom-fields', { name: 'city', label: 'City', kind: 'text' })
})
afterAll(() => usher.close())
beforeEach(() => void count++)

const at = (name: string) => `${name}-${count}@example.com`
const query = async (text: string, ...values: unknown[]) => (await usher.database.pool.query(text, values)).rows
const order = (name: string, courses: string, ref: string) =>
  usher.call('/provision/student/', { email: at(name), first_name: 'Jane', courses, external_ref: `${ref} ${count}` })

/** All that hangs on some accounts, row by row; not when it was written. */
async function stateOf(ids: number[]) {
  const rows: Record<string, unknown> = {}
  const theirs = 'user_id = any($1::bigint[])'
  for (const table of [
    'memberships',
    'team_members',
    'group_members',
    'seat_waiters',
    'claims',
    'enrollments',
    'grants',
    'invitations',
    'link_joins',
    'orders',
    'order_lines',
  ])
    rows[table] = (
      await query(
        `select to_jsonb(${table}) - 'updated_at' - 'sent_operation_id' as row from ${table} where ${theirs} order by to_jsonb(${table})::text`,
        ids,
      )
    ).map(({ row }) => row)
  rows.opened_items = await query(
    `select enrollment_id, item_id from opened_items join enrollments e on e.id = enrollment_id where ${theirs} order by 1, 2`,
    ids,
  )
  rows.users = await query(
    `select id, email, first_name, last_name, alias_of from users where id = any($1::bigint[]) or alias_of = any($1::bigint[]) order by id`,
    ids,
  )
  rows.seats = await query(`select id, quantity, used from seats order by id`)
  return rows
}

/** The law of the ledger, of all learners; and that seats are counted right. */
async function expectSound() {
  const ids = (await query('select distinct user_id as id from enrollments')).map(({ id }) => id)
  const ledger = await readLedger(usher.database.kysely, ids)
  expect(ledger.flatMap(row => (findFold(row, row.grants, new Date()) ? [row] : []))).toEqual([])
  expect(
    await query(
      `select s.id from seats s where used <> (select count(*) from claims where seat_id = s.id and released_at is null)`,
    ),
  ).toEqual([])
  expect(
    await query(
      'select id from grants g where user_id is distinct from (select user_id from enrollments e where e.user_id = g.user_id and e.course_id = g.course_id)',
    ),
  ).toEqual([])
}

/** Two accounts with something of everything, some of it the same. */
async function twoAccounts() {
  const [{ body: a }, { body: b }] = await Promise.all([
    order('kept', 'ielts', 'one'),
    order('away', 'ielts,gmat', 'two'),
  ])
  const [kept, away] = [a.user_id, b.user_id]
  await order('kept', 'gre', 'same')
  await order('away', 'gre', 'same')
  const team = (await api.post('/api/teams', { name: `T ${count}` })).body.id
  const other = (await api.post('/api/teams', { name: `U ${count}` })).body.id
  const group = (await api.post('/api/groups', { name: `G ${count}` })).body.id
  await api.post(`/api/groups/${group}/courses`, { courses: ['pte_academic'] })
  const seats = (
    await api.post(`/api/teams/${team}/seats`, { product: 'pte_academic', quantity: 2, external_ref: `s ${count}` })
  ).body.id
  const fewer = (
    await api.post(`/api/teams/${other}/seats`, { product: 'gmat', quantity: 1, external_ref: `t ${count}` })
  ).body.id
  for (const id of [kept, away]) {
    await api.post(`/api/teams/${team}/members`, { user_id: id })
    await api.post(`/api/seats/${seats}/claims`, { user_id: id })
  }
  await api.post(`/api/teams/${other}/members`, { user_id: away })
  await api.post(`/api/seats/${fewer}/claims`, { user_id: away })
  await api.post(`/api/groups/${group}/members`, { user_id: away })
  await api.patch(`/api/users/${kept}`, { tags: ['a'], custom_fields: { city: 'Pune' } })
  await api.patch(`/api/users/${away}`, { tags: ['b'], external_id: `crm ${count}`, last_name: 'Doe' })
  await api.post('/api/users', { organization: 'pune', email: at('away'), first_name: 'Jane' })
  await api.post('/api/orders', {
    user: { email: at('away'), first_name: 'Jane' },
    lines: [{ product: 'gmat' }],
    payment: 'external',
    external_ref: `o ${count}`,
  })
  await api.post('/api/invitations', { email: at('away'), first_name: 'Jane', team: other, courses: ['gre'] })
  const link = (await api.post('/api/links', { target: { course: 'gmat' } })).body
  await send('POST', `/api${new URL(link.url).pathname}`, undefined, { email: at('away'), first_name: 'Jane' })
  const enrollments = (await api.get(`/api/enrollments?user=${away}&course=ielts`)).body.data
  const items = await query('select id from items where course_id = $1 order by position', enrollments[0].course_id)
  await api.post(`/api/enrollments/${enrollments[0].id}/items/${items.at(-1).id}/open`)
  await api.post(`/api/enrollments/${enrollments[0].id}/complete`)
  return { kept, away, seats, team }
}

test('a merge gives one account all that both had; undone, each has its own again', async () => {
  const { kept, away, seats } = await twoAccounts()
  const [{ link }] = await query('select password_link_id as link from users where id = $1', away)
  const token = usher.passwordLinks.mailedUrl(away, link).split('/').at(-1)
  const { cookie } = await send('POST', `/api/password-links/${token}`, undefined, { password })
  const before = await stateOf([kept, away])

  const planned = await api.post(`/api/users/${kept}/merge?mode=plan`, { with: away })
  expect(planned.status).toBe(200)
  expect(planned.body.changes[0]).toMatchObject({
    ...{ action: 'create', kind: 'merge' },
    after: {
      user: kept,
      with: away,
      with_email: at('away'),
      seats: 1,
      seats_given_back: 1,
      orders: 1,
      groups: 1,
      memberships: 1,
    },
  })
  expect(await stateOf([kept, away])).toEqual(before)

  const merged = await api.post(`/api/users/${kept}/merge`, { with: away })
  expect(merged).toMatchObject({
    status: 200,
    body: { user: { id: kept, email: at('kept') }, merged: { id: away, email: at('away') } },
  })
  const { body: user } = await api.get(`/api/users/${kept}`)
  expect(user).toMatchObject({
    earlier_emails: [at('away')],
    ...{ tags: ['a', 'b'], external_id: `crm ${count}`, custom_fields: { city: 'Pune' } },
    memberships: [{ organization: 'acme-prep' }, { organization: 'pune' }],
  })
  const courses = (await api.get(`/api/enrollments?user=${kept}&limit=100`)).body.data
  expect(courses.map(({ course, status }: { course: string; status: string }) => `${course} ${status}`).sort()).toEqual(
    ['gmat active', 'gre active', 'ielts completed', 'pte_academic active'],
  )
  const grants = (await api.get(`/api/grants?user=${kept}&limit=100`)).body.data
  expect(grants.filter(({ reference }: { reference: string }) => reference === `same ${count}`)).toHaveLength(1)
  expect((await api.get(`/api/seats/${seats}`)).body).toMatchObject({ quantity: 2, used: 1 })
  expect(await api.get(`/api/users/${away}`)).toMatchObject({ status: 404 })
  for (const name of ['two', 'same', 'one'])
    expect((await order(name === 'one' ? 'kept' : 'away', name === 'one' ? 'ielts' : 'gre', name)).body).toMatchObject({
      user_id: kept,
      ...(name !== 'two' && { already_provisioned: true }),
    })
  expect(await send('GET', '/api/me', cookie)).toMatchObject({ status: 401 })
  expect(await send('POST', '/api/auth/sign-in/email', undefined, { email: at('away'), password })).toMatchObject({
    status: 401,
  })
  await expectSound()

  expect((await api.get(`/api/operations/${merged.body.operation_id}`)).body.not_undoable).toBe(null)
  // What came since stays with the one that stays.
  const undone = await api.post(`/api/operations/${merged.body.operation_id}/undo`)
  expect(undone).toMatchObject({ status: 200, body: { result: 'changed' } })
  await expectSound()
  const after = await stateOf([kept, away])
  const since = `two ${count}`
  const isOfBefore = ({ reference, course_id, user_id }: Row) =>
    reference !== since || user_id === away || course_id === undefined
  expect({ ...after, grants: (after.grants as Row[]).filter(isOfBefore), enrollments: null }).toEqual({
    ...before,
    enrollments: null,
  })
  expect((after.enrollments as Row[]).filter(row => row.user_id === away)).toEqual(
    (before.enrollments as Row[]).filter(row => row.user_id === away),
  )
  expect((await api.get(`/api/operations/${merged.body.operation_id}`)).body.undone_by).toBe(undone.body.operation_id)
  expect(await api.post(`/api/operations/${merged.body.operation_id}/undo`)).toMatchObject({
    body: { result: 'unchanged' },
  })
  expect((await order('away', 'ielts', 'two')).body).toMatchObject({ user_id: away, already_provisioned: true })
})

test('merged and undone with nothing between, every row is what it was; and once more', async () => {
  const { kept, away } = await twoAccounts()
  const before = await stateOf([kept, away])
  for (const _ of [1, 2]) {
    const { body } = await api.post(`/api/users/${kept}/merge`, { with: away })
    await expectSound()
    expect(await api.post(`/api/operations/${body.operation_id}/undo`)).toMatchObject({ status: 200 })
    expect(await stateOf([kept, away])).toEqual(before)
  }
})

test('a seat that was given back and is taken by somebody else stands against undoing', async () => {
  const { kept, away, seats, team } = await twoAccounts()
  const { body } = await api.post(`/api/users/${kept}/merge`, { with: away })
  const { body: zoe } = await api.post(`/api/teams/${team}/members`, { email: at('zoe'), first_name: 'Zoe' })
  expect(await api.post(`/api/seats/${seats}/claims`, { user_id: zoe.user.id })).toMatchObject({ status: 201 })
  expect(await api.post(`/api/operations/${body.operation_id}/undo`)).toMatchObject({ status: 409 })
  await expectSound()
})

test('nobody merges what is not theirs alone, or one with itself', async () => {
  const [{ body: a }, { body: b }] = await Promise.all([order('a', 'ielts', 'a'), order('b', 'ielts', 'b')])
  const merge = (one: number, other: number, by = api) => by.post(`/api/users/${one}/merge`, { with: other })
  expect(await merge(a.user_id, a.user_id)).toMatchObject({ status: 400 })
  expect(await merge(a.user_id, 1)).toMatchObject({ status: 404 })
  expect(await merge(a.user_id, b.user_id, delhi)).toMatchObject({ status: 404 })
  await delhi.post('/api/users', { email: at('b'), first_name: 'B' })
  const { body: own } = await delhi.post('/api/users', { email: at('c'), first_name: 'C' })
  expect(await merge(own.id, b.user_id, delhi)).toMatchObject({ status: 409, body: { errors: [{ field: 'with' }] } })
  await api.patch(`/api/memberships/acme-prep/${a.user_id}`, { role: 'manager' })
  expect(await merge(a.user_id, b.user_id)).toMatchObject({ status: 409, body: { errors: [{ field: 'user' }] } })
  const mayNot = await openApi(usher, { scopes: ['read'] })
  expect(await merge(a.user_id, b.user_id, mayNot)).toMatchObject({ status: 403 })
})

test('of merges both ways at once one is done, and orders that come meanwhile are one person’s', async () => {
  const [{ body: a }, { body: b }] = await Promise.all([order('a', 'ielts', 'a'), order('b', 'ielts', 'b')])
  const answers = await Promise.all([
    api.post(`/api/users/${a.user_id}/merge`, { with: b.user_id }),
    api.post(`/api/users/${b.user_id}/merge`, { with: a.user_id }),
    order('a', 'gmat', 'c'),
    order('b', 'gmat', 'd'),
    order('b', 'gre', 'e'),
  ])
  expect(answers.filter(({ status }) => status >= 500)).toEqual([])
  expect(answers.slice(0, 2).filter(({ status }) => status === 200)).toHaveLength(1)
  expect(
    await query('select id from users where id = any($1::bigint[]) and alias_of is null', [a.user_id, b.user_id]),
  ).toHaveLength(1)
  await expectSound()
})

test('the operator merges any two, plans and undoes it', async () => {
  const [{ body: a }, { body: b }] = await Promise.all([order('a', 'ielts', 'a'), order('b', 'gmat', 'b')])
  const merge = ['user', 'merge', '--email', at('a'), '--with', at('b')]
  expect(await runUsherJson(usher.databaseUrl, [...merge, '--plan'])).toMatchObject({
    result: 'planned',
    with: at('b'),
  })
  const done = await runUsherJson<{ operation_id: number }>(usher.databaseUrl, merge)
  expect((await api.get(`/api/enrollments?user=${a.user_id}`)).body.data).toHaveLength(2)
  expect(await runUsherJson(usher.databaseUrl, ['user', 'merge', '--undo', String(done.operation_id)])).toMatchObject({
    result: 'changed',
  })
  expect((await api.get(`/api/enrollments?user=${b.user_id}`)).body.data).toHaveLength(1)
}, 60_000)

test('after all of it the doctor finds nothing', async () => {
  const { faults } = await runUsherJson<{ faults: unknown[] }>(usher.databaseUrl, ['doctor'])
  expect(faults).toEqual([])
}, 60_000)
