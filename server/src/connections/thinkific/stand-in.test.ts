/** That the stand-in for Thinkific does what tests rely on it for. */
import { createHmac } from 'node:crypto'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { handClock } from '../../../test/thinkific/clock.ts'
import type { Fate } from '../../../test/thinkific/events.ts'
import { accessToken, siteKey, startThinkific, type Thinkific } from '../../../test/thinkific.ts'
import { type Receiver, startReceiver } from '../../../test/webhook-receiver.ts'

const clock = handClock()
const day = 24 * 60 * 60 * 1000
let school: Thinkific
let receiver: Receiver
beforeEach(async () => {
  ;[school, receiver] = await Promise.all([startThinkific({ now: clock.now, wait: clock.wait }), startReceiver()])
})
afterEach(async () => {
  await Promise.all([school.close(), receiver.close()])
})

const byKey = { 'x-auth-api-key': siteKey, 'x-auth-subdomain': 'acme' }
const byToken = { authorization: `Bearer ${accessToken}` }

async function ask(
  method: string,
  path: string,
  body?: object,
  { url = school.baseUrl, headers = byKey as object } = {},
) {
  const answer = await fetch(`${url}${path}`, {
    ...{ method, headers: { ...headers, 'content-type': 'application/json' } },
    ...(body && { body: JSON.stringify(body) }),
  })
  const text = await answer.text()
  return { status: answer.status, body: text === '' ? null : JSON.parse(text) }
}

const ida = { firstName: 'Ida', lastName: 'Example', email: 'ida@example.com' }

test('without what is needed, each call is refused as they do it', async () => {
  const wrong = { 'x-auth-api-key': siteKey, 'x-auth-subdomain': 'other' }
  expect(await ask('GET', '/users', undefined, { headers: wrong })).toMatchObject({ status: 401 })
  expect(await ask('GET', '/webhooks', undefined, { url: school.webhooksUrl })).toMatchObject({ status: 401 })
  expect(await ask('POST', '/users', {})).toEqual({ status: 422, body: { errors: { first_name: ["can't be blank"] } } })
  expect(await ask('POST', '/enrollments', {})).toEqual({
    ...{ status: 422, body: { errors: ['Course could not be found.', 'User could not be found.'] } },
  })
  expect(await ask('DELETE', '/enrollments/1')).toEqual({ status: 404, body: { error: 'Record not found.' } })
})

test('without a start it is a preview, and what is left out of a change stays', async () => {
  const { id: user_id } = school.people.signUp(ida)
  const { id: course_id } = school.school.addCourse('Welding')
  const { body: made } = await ask('POST', '/enrollments', {
    user_id,
    course_id,
    expiry_date: '2027-01-01T00:00:00.700Z',
  })
  expect(made).toMatchObject({ is_free_trial: true, activated_at: null, expiry_date: '2027-01-01T00:00:00Z' })
  expect(school.school.getEnrollment(made.id)?.expiryDate).toEqual(new Date('2027-01-01T00:00:00Z'))
  await ask('PUT', `/enrollments/${made.id}`, { activated_at: '2026-01-01T00:00:00Z' })
  const { body: changed } = await ask('GET', `/enrollments/${made.id}`)
  expect(changed).toMatchObject({ is_free_trial: false, expired: false, expiry_date: '2027-01-01T00:00:00Z' })
  await ask('PUT', `/enrollments/${made.id}`, { expiry_date: null })
  expect((await ask('GET', `/enrollments/${made.id}`)).body).toMatchObject({ expiry_date: null })
})

test('groups are joined by name, and never left', async () => {
  const { id: user_id } = school.people.signUp(ida)
  expect(await ask('POST', '/group_users', { user_id, group_names: ['Welders'] })).toEqual({
    ...{ status: 422, body: { errors: ['Invalid group_names'] } },
  })
  const { status, body: group } = await ask('POST', '/groups', { name: 'Welders' })
  expect(status).toBe(200)
  expect(await ask('POST', '/group_users', { user_id, group_names: ['Welders'] })).toEqual({ status: 201, body: null })
  expect((await ask('GET', `/users?query[group_id]=${group.id}`)).body.items).toMatchObject([{ id: user_id }])
})

test('who is deleted is nobody, and no enrollment is theirs', async () => {
  const [{ id }, { id: other }] = [school.people.signUp(ida), school.people.signUp({ ...ida, email: 'bo@example.com' })]
  const { id: course_id } = school.school.addCourse('Welding')
  for (const user_id of [id, other]) await ask('POST', '/enrollments', { user_id, course_id })
  expect(await ask('DELETE', `/users/${id}`)).toEqual({ status: 204, body: null })
  expect(await ask('GET', `/users/${id}`)).toMatchObject({ status: 404 })
  for (const query of ['', `?query[course_id]=${course_id}`])
    expect((await ask('GET', `/enrollments${query}`)).body.items).toMatchObject([{ user_id: other }])
  expect(await ask('POST', '/users', { first_name: 'Ida', last_name: 'E', email: ida.email })).toMatchObject({
    status: 201,
  })
})

test('what is bought makes longer what one has, and is an order', async () => {
  const user = school.people.signUp(ida)
  const { id, product } = school.school.addCourse('Welding', { days: 30 })
  for (const days of [30, 60]) {
    school.people.buy(user, product)
    const until = new Date(clock.now().getTime() + days * day)
    expect(school.school.findEnrollment(user.id, id)?.expiryDate).toEqual(until)
  }
  const { body } = await ask('GET', '/orders?limit=1')
  expect(body).toMatchObject({
    items: [{ user_id: user.id, amount_dollars: '49.00' }],
    meta: { pagination: { next_page: 2 } },
  })
})

test('no minute has more calls than are allowed, nor are there more at once, and whoever tried is remembered', async () => {
  const small = await startThinkific({ perMinute: 20, atOnce: 2, now: clock.now, wait: clock.wait })
  const url = { url: small.baseUrl }
  small.faults.script({ fault: { kind: 'delay', ms: 10_000 }, times: 2 })
  const asked = [1, 2, 3].map(() => ask('GET', '/users', undefined, url))
  await expect.poll(() => small.calls.map(({ status }) => status).toSorted()).toEqual([0, 0, 429])
  clock.advance(10_000)
  const together = await Promise.all(asked)
  expect(together.map(({ status }) => status).toSorted()).toEqual([200, 200, 429])
  for (let n = 2; n < 20; n++) expect(await ask('GET', '/users', undefined, url)).toMatchObject({ status: 200 })
  expect(await ask('GET', '/users', undefined, url)).toMatchObject({ status: 429 })
  clock.advance(60_000)
  expect(await ask('GET', '/users', undefined, url)).toMatchObject({ status: 200 })
  expect(small.limit).toEqual({ passed: 2, mostAtOnce: 2, mostInAMinute: 20 })
  expect(small.calls.map(({ status }) => status).filter(status => status === 429)).toHaveLength(2)
  await small.close()
})

test('a day without it ends with the day', async () => {
  school.faults.outage(new Date(clock.now().getTime() + day))
  const isDown = () => fetch(`${school.baseUrl}/users`, { headers: byKey }).then(({ status }) => status)
  expect(await isDown()).toBe(521)
  clock.advance(day)
  expect(await isDown()).toBe(200)
})

const fates: readonly (readonly [Fate, number, number])[] = [
  ['once', 1, 1],
  ['twice', 2, 2],
  ['never', 0, 0],
  ['tampered', 1, 0],
  ['unsigned', 1, 0],
  ['foreign', 1, 0],
]
test.each(fates)('an event that comes %s comes %i times, %i of them as it was signed', async (fate, times, right) => {
  school.events.subscribe('user.signup', receiver.url)
  school.events.fate(() => fate)
  school.people.signUp(ida)
  await school.events.settled()
  const isRight = receiver.received.filter(({ raw, headers }) => {
    return headers['x-thinkific-hmac-sha256'] === createHmac('sha256', siteKey).update(raw).digest('hex')
  })
  expect([receiver.received.length, isRight.length]).toEqual([times, right])
  expect(new Set(receiver.received.map(({ body }) => body.id)).size).toBeLessThanOrEqual(1)
})

test('what happens is told of in its order, and what is late when it comes', async () => {
  const topics = ['enrollment.created', 'enrollment.progress', 'enrollment.completed', 'order.created'] as const
  for (const topic of topics) school.events.subscribe(topic, receiver.url)
  school.events.fate(topic => (topic === 'order.created' ? 'late' : 'once'))
  const user = school.people.signUp(ida)
  const { id, product } = school.school.addCourse('Welding')
  school.people.buy(user, product)
  await school.events.settled()
  const enrollment = school.school.findEnrollment(user.id, id)
  if (enrollment) school.people.progress(enrollment, 1)
  await school.events.settled()
  const told = () => receiver.received.map(({ body }) => `${body.resource}.${body.action}`)
  expect(told().toSorted()).toEqual(['enrollment.completed', 'enrollment.created', 'enrollment.progress'])
  school.events.sendLate()
  await school.events.settled()
  expect(told().at(-1)).toBe('order.created')
  const last = receiver.received.at(-1)?.body.payload
  expect(last).toMatchObject({ status: 'Complete', product_id: product.id, user: { id: user.id } })
})

test('webhooks are kept by an API of their own, for addresses of the internet alone', async () => {
  const [url, headers] = [school.webhooksUrl, byToken]
  const target_url = 'https://usher.example.com/hooks/connections/1'
  const add = (sent: object) => ask('POST', '/webhooks', sent, { url, headers })
  const { status, body: made } = await add({ topic: 'order.created', target_url })
  expect([status, made]).toEqual([201, expect.objectContaining({ id: expect.stringMatching(/^\d+$/), target_url })])
  expect(await add({ topic: 'orders', target_url })).toEqual({
    status: 422,
    body: { errors: { topic: 'invalid format' } },
  })
  expect(await add({ topic: 'order.created', target_url: receiver.url })).toMatchObject({ status: 422 })
  const list = () => ask('GET', '/webhooks', undefined, { url, headers })
  expect((await list()).body).toMatchObject({
    items: [{ id: made.id }],
    meta: { page: { has_next: false, total_items: 1 } },
  })
  expect(await ask('DELETE', `/webhooks/${made.id}`, undefined, { url, headers })).toMatchObject({ status: 204 })
  expect((await list()).body.items).toEqual([])
})
