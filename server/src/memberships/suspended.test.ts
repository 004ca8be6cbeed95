/** What somebody is given whose membership is suspended: it is kept and held back, every answer says so, and no mail does otherwise. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Api, openApi } from '../../test/api.ts'
import { startTestServer, type TestServer } from '../../test/server.ts'
import { queueReminders } from '../jobs/remind.ts'

let usher: TestServer
let api: Api

beforeAll(async () => {
  usher = await startTestServer()
  api = await openApi(usher)
})
afterAll(() => usher.close())

async function addSuspended(name: string, welcome = false): Promise<{ id: number; email: string; path: string }> {
  const email = `${name}@example.com`
  const user = { email, first_name: name, last_name: 'Doe', send_welcome_email: welcome }
  const { id } = (await api.post('/api/users', user)).body
  const path = `/api/memberships/acme-prep/${id}`
  expect(await api.patch(path, { suspended: true })).toMatchObject({ status: 200 })
  return { id, email, path }
}

const mailsOf = async (id: number) =>
  (await api.get(`/api/mails?user=${id}`)).body.data.map(({ state, kind }: { state: string; kind: string }) => ({
    ...{ state, kind },
  }))
const welcome = (state: string) => ({ kind: 'welcome', state })
const resume = (path: string) => api.patch(path, { suspended: false })

test('a suspended member who buys by the student API has it, is told so when the membership is resumed, and not before', async () => {
  const { id, email, path } = await addSuspended('ann')
  const bought = await usher.call('/provision/student/', { email, first_name: 'ann', courses: ['ielts'] })
  expect(bought).toMatchObject({
    status: 200,
    body: {
      ...{ already_provisioned: false, welcome_email_sent: false, membership_suspended: true },
      enrollments: [{ course_type: 'ielts', status: 'suspended', already_provisioned: false }],
    },
  })
  expect(bought.body.enrollments[0]).not.toHaveProperty('skipped_reason')
  expect(await mailsOf(id)).toEqual([welcome('held')])
  const { enrollment_id } = bought.body.enrollments[0] as { enrollment_id: number }
  const read = async (query = '') =>
    (await api.get(`/api/enrollments?user=${id}${query}`)).body.data.map((row: { status: string }) => row.status)
  expect(await api.get(`/api/enrollments/${enrollment_id}`)).toMatchObject({
    body: { status: 'suspended', suspended_at: null, membership_suspended_at: expect.any(String) },
  })
  expect(await read()).toEqual(['suspended'])
  expect(await read('&status=suspended')).toEqual(['suspended'])
  expect(await read('&status=active')).toEqual([])
  expect((await api.get(`/api/users/${id}`)).body.enrollments).toMatchObject({ active: 0, suspended: 1 })
  expect((await api.get(`/api/explain?user=${email}&course=ielts`)).body).toMatchObject({
    ...{ has_access: false, status: 'suspended' },
    what_would_change_it: [{ code: 'membership_is_resumed' }],
  })

  await resume(path)
  expect(await mailsOf(id)).toEqual([welcome('queued')])
  expect(await read('&status=active')).toEqual(['active'])
  expect(await read('&status=suspended')).toEqual([])
  expect(await usher.call('/provision/student/', { email, first_name: 'ann', courses: ['ielts'] })).not.toHaveProperty(
    'body.membership_suspended',
  )
})

test('the other faces say it as well', async () => {
  const { id, email, path } = await addSuspended('bob')
  const given = await api.post('/api/provision', { user: { email, first_name: 'bob' }, courses: ['ielts'] })
  expect(given.body).toMatchObject({
    ...{ membership_suspended: true, welcome_email_sent: false, enrollments: [{ status: 'suspended' }] },
  })
  const order = await api.post('/api/orders', {
    ...{ user: { email, first_name: 'bob' }, lines: [{ product: 'gmat' }], payment: 'external', external_ref: 'bob-1' },
  })
  expect(order).toMatchObject({ status: 201, body: { user: { membership_suspended_at: expect.any(String) } } })
  const team = (await api.post('/api/teams', { name: 'Evening' })).body.id
  expect(await api.post(`/api/teams/${team}/members`, { email })).toMatchObject({
    body: { joined: true, membership_suspended: true, welcome_email_sent: false },
  })
  const seats = (await api.post(`/api/teams/${team}/seats`, { product: 'gmat', quantity: 1, external_ref: 'seats-1' }))
    .body
  expect(await api.post(`/api/seats/${seats.id}/claims`, { user_id: id })).toMatchObject({
    body: { claim: { membership_suspended_at: expect.any(String) } },
  })
  const group = (await api.post('/api/groups', { name: 'Level B' })).body.id
  expect(await api.post(`/api/groups/${group}/members`, { email })).toMatchObject({
    body: { membership_suspended: true, welcome_email_sent: false },
  })
  expect(new Set((await mailsOf(id)).map((mail: { state: string }) => mail.state))).toEqual(new Set(['held']))
  await resume(path)
  expect(new Set((await mailsOf(id)).map((mail: { state: string }) => mail.state))).toEqual(new Set(['queued']))
})

test('what waits to be mailed when a membership is suspended waits on, and nobody is reminded of what is held', async () => {
  const { id, path } = await addSuspended('cleo', true)
  expect(await mailsOf(id)).toEqual([welcome('held')])
  await api.post('/api/provision', { user: { email: 'cleo@example.com', first_name: 'cleo' }, courses: ['ielts'] })
  const inThreeWeeks = new Date(Date.now() + 21 * 86_400_000)
  await usher.database.pool.query('update enrollments set ends_at = $1 where user_id = $2', [inThreeWeeks, id])
  const inTwoWeeks = new Date(inThreeWeeks.getTime() - 6 * 86_400_000)
  expect(await queueReminders(usher.database.kysely, inTwoWeeks)).toBe(0)
  await resume(path)
  expect(await queueReminders(usher.database.kysely, inTwoWeeks)).toBe(1)
})
