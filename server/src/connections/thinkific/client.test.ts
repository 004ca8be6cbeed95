import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { handClock, seeded } from '../../../test/thinkific/clock.ts'
import type { Fault } from '../../../test/thinkific/faults.ts'
import type { ResetReading } from '../../../test/thinkific/limit.ts'
import type { Enrollment, User } from '../../../test/thinkific/school.ts'
import { accessToken, siteKey, startThinkific, type Thinkific } from '../../../test/thinkific.ts'
import { createGuardedFetch, type GuardedFetch } from '../../lib/network/guarded-fetch.ts'
import { type Platform, PlatformFault, type Target } from '../platform.ts'
import { openThinkific } from './client.ts'

const clock = handClock()
const day = 24 * 60 * 60 * 1000
const inDays = (days: number) => new Date(clock.now().getTime() + days * day)
const reach = { loopback: true, private: false }
const outside = createGuardedFetch(reach)
let school: Thinkific
let platform: Platform
let permits = 0
let last = 0
beforeAll(async () => {
  school = await startThinkific({ now: clock.now, wait: clock.wait })
  platform = open()
})
beforeEach(() => {
  clock.advance(60_000)
  school.faults.none()
  Object.assign(school.switches, { again: 'refused', bundlesLaterMs: 0, mixesCourses: false, plan: 'api' })
  school.calls.length = 0
  permits = 0
})
afterAll(async () => {
  outside.close()
  await school.close()
})

interface Other {
  readonly key?: string
  readonly fetch?: GuardedFetch['fetch']
  readonly permit?: () => Promise<void>
  readonly settings?: Partial<Parameters<typeof openThinkific>[0]['settings']>
}

function open({ settings, ...other }: Other = {}): Platform {
  const permit = async () => void permits++
  const here = { subdomain: school.subdomain, baseUrl: school.baseUrl, ...settings }
  return openThinkific({ key: siteKey, fetch: outside.fetch, permit, now: clock.now, settings: here, ...other })
}

const person = (firstName = 'Ida') => ({
  ...{ id: ++last, email: `Ida.${last}@example.com`, firstName, lastName: 'Example' },
})
const called = () => school.calls.map(({ method, path }) => `${method} ${path}`)
const course = (id: number): Target => ({ kind: 'course', id: String(id) })

const theirs = (personId: string) => school.school.users.get(Number(personId)) as User

async function create() {
  const made = await platform.createPerson(person())
  if (made === 'taken') throw new Error('nobody has it')
  return made
}

async function faultOf(asked: Promise<unknown>): Promise<PlatformFault> {
  return asked.then(
    () => expect.fail('it went well'),
    fault => fault,
  )
}

test('somebody new is made without a mail, and found by the address in any case', async () => {
  const ida = person()
  const made = await platform.createPerson(ida)
  expect(made).toMatchObject({ email: ida.email, firstName: 'Ida', lastName: 'Example' })
  expect(school.school.findUser(ida.email)?.welcomed).toBe(false)
  expect(await platform.findPerson(ida.email.toUpperCase())).toEqual(made)
  expect(await platform.findPerson('nobody@example.com')).toBeNull()
})

test('an address is had by one person there, however it is written', async () => {
  const { email } = await create()
  expect(await platform.createPerson({ ...person(), email: email.toUpperCase() })).toBe('taken')
  const other = await create()
  expect(await platform.changePerson(other.id, { email })).toBe('taken')
  expect(await platform.changePerson(other.id, { email: 'Bo@example.com', firstName: 'Bo' })).toBe('changed')
  expect(await platform.findPerson('bo@example.com')).toEqual({ ...other, email: 'Bo@example.com', firstName: 'Bo' })
})

test('who has one name has one there too, as far as we see', async () => {
  const made = await platform.createPerson({ ...person(), lastName: ' ' })
  expect(made).toMatchObject({ firstName: 'Ida', lastName: '' })
})

test('our id is told where the school knows people by it', async () => {
  const ida = person()
  await open({ settings: { provider: 'SSO' } }).createPerson(ida)
  expect(school.school.findUser(ida.email)?.externalIds.get('SSO')).toBe(String(ida.id))
})

test('an enrollment is made, changed and ended, in whole seconds', async () => {
  const { id: personId } = await create()
  const target = course(school.school.addCourse('Welding').id)
  const [from, until] = [inDays(0), new Date(inDays(30).getTime() + 400)]
  const made = await platform.enroll(personId, target, { from, until })
  const period = { from, until: new Date(inDays(30).getTime() + 1000) }
  expect(made).toMatchObject({ personId, target, period, progress: { done: 0, completedAt: null } })
  expect(await platform.listEnrollments(personId)).toEqual([made])
  await platform.setPeriod({ id: null, personId, target }, { from: null, until: inDays(-1) })
  expect(await platform.listEnrollments(personId)).toEqual([{ ...made, period: { from: null, until: inDays(-1) } }])
  if (made) await platform.setPeriod(made, { from, until: null })
  expect(await platform.listEnrollments(personId)).toEqual([{ ...made, period: { from, until: null } }])
})

test.each(['refused', 'same'] as const)('who was enrolled already is told of, as it is there (%s)', async again => {
  school.switches.again = again
  const { id: personId } = await create()
  const { id, product } = school.school.addCourse('Welding', { days: null })
  school.people.buy(theirs(personId), product)
  const there = await platform.enroll(personId, course(id), { from: inDays(0), until: inDays(30) })
  expect(there?.period.until).toBeNull()
})

test.each([0, 5000])('all courses of a bundle are given, after %s ms', async later => {
  school.switches.bundlesLaterMs = later
  const { id: personId } = await create()
  const [one, two] = [school.school.addCourse('One').id, school.school.addCourse('Two').id]
  const bundle = school.school.addBundle('Both', [one, two])
  expect(await platform.listTargets()).toContainEqual({
    ...{ kind: 'bundle', id: String(bundle.id), name: 'Both', courses: [String(one), String(two)] },
  })
  const given = await platform.enroll(
    personId,
    { kind: 'bundle', id: String(bundle.id) },
    { from: inDays(0), until: null },
  )
  expect(given).toBeNull()
  if (later > 0) expect(await platform.listEnrollments(personId)).toEqual([])
  clock.advance(later)
  const rows = await platform.listEnrollments(personId)
  expect(rows.map(({ target }) => target)).toEqual([course(one), course(two)])
})

test('a bundle that went while it was looked for is none, and the others are told', async () => {
  const ids = [1, 2].map(() => school.school.addBundle('Both', []).id)
  school.faults.script({ fault: { kind: 'status', status: 404 }, path: new RegExp(`^/bundles/${ids[0]}$`) })
  const bundles = (await platform.listTargets()).filter(({ kind }) => kind === 'bundle').map(({ id }) => id)
  expect(bundles.slice(-1)).toEqual([String(ids[1])])
  expect(bundles).not.toContain(String(ids[0]))
})

test('what is learnt there is seen', async () => {
  const { id: personId } = await create()
  const { id } = school.school.addCourse('Welding')
  await platform.enroll(personId, course(id), { from: inDays(0), until: null })
  const [enrollment] = school.school.enrollmentsOf(Number(personId)) as [Enrollment]
  school.people.progress(enrollment, 0.25)
  const seen = async () => (await platform.listEnrollments(personId))[0]?.progress
  expect(await seen()).toEqual({ done: 0.25, completedAt: null })
  school.people.progress(enrollment, 1)
  expect(await seen()).toEqual({ done: 1, completedAt: clock.now() })
})

test.each([null, 0] as const)(
  'pages are read to the end, of one course its own rows (none before: %s)',
  async noPage => {
    const full = await startThinkific({ now: clock.now, subdomain: school.subdomain })
    full.switches.noPage = noPage
    const [one, two] = [full.school.addCourse('One').id, full.school.addCourse('Two').id]
    for (let n = 0; n < 251; n++) {
      const user = full.people.signUp({ firstName: 'Ida', lastName: 'Example', email: `${n}@example.com` })
      for (const id of [one, two]) full.school.enroll(user, id, { activatedAt: null, expiryDate: null })
    }
    const there = open({ settings: { baseUrl: full.baseUrl } })
    const first = await there.readPeople(1)
    expect(first).toMatchObject({ rows: { length: 250 }, next: 2 })
    expect(await there.readPeople(2)).toMatchObject({ rows: [{ email: '250@example.com' }], next: null })
    expect(await there.readEnrollments(3)).toMatchObject({ rows: { length: 2 }, next: null })
    full.switches.mixesCourses = true
    const { rows } = await there.readEnrollments(1, String(two))
    expect(rows).toHaveLength(125)
    expect(new Set(rows.map(({ target }) => target.id))).toEqual(new Set([String(two)]))
    // A page of more bytes than may be read is read in parts, and the list has the same rows in the same order.
    const narrow = createGuardedFetch(reach, { mostBytes: 40_000 })
    full.calls.length = 0
    expect(await open({ settings: { baseUrl: full.baseUrl }, fetch: narrow.fetch }).readPeople(1)).toEqual(first)
    expect(full.calls.length).toBeLessThan(20)
    narrow.close()
    await full.close()
  },
)

test('no call goes without a permit', async () => {
  const { id: personId } = await create()
  const target = course(school.school.addCourse('Welding').id)
  await platform.enroll(personId, target, { from: null, until: null })
  await platform.enroll(personId, target, { from: null, until: null })
  await platform.listTargets()
  expect(permits).toBe(school.calls.length)
  const before = school.calls.length
  const noMore = new Error('no more')
  await expect(open({ permit: () => Promise.reject(noMore) }).readPeople(1)).rejects.toBe(noMore)
  expect(school.calls).toHaveLength(before)
})

const faults: readonly (readonly [string, Fault, Partial<PlatformFault>])[] = [
  ['an error', { kind: 'status', status: 500 }, { kind: 'unavailable', status: 500, message: 'Something broke.' }],
  ['an edge that fails', { kind: 'status', status: 520, page: true }, { kind: 'unavailable', status: 520 }],
  [
    'an edge that asks for a browser',
    { kind: 'status', status: 403, page: true },
    { kind: 'unavailable', status: 403 },
  ],
  ['a page for an answer', { kind: 'status', status: 200, page: true }, { kind: 'unavailable', status: 200 }],
  ['another address', { kind: 'redirect' }, { kind: 'unavailable', status: 302 }],
  ['no answer', { kind: 'cut', when: 'before' }, { kind: 'unavailable', status: null }],
  ['a plan that may not', { kind: 'status', status: 403 }, { kind: 'refused', status: 403 }],
  ['what is not there', { kind: 'status', status: 404 }, { kind: 'gone', status: 404 }],
  ['what cannot be', { kind: 'status', status: 400 }, { kind: 'rejected', status: 400 }],
  ['what is wrong', { kind: 'status', status: 422 }, { kind: 'rejected', status: 422, message: 'Something broke.' }],
  ['an edge that is full', { kind: 'status', status: 429, page: true }, { kind: 'limited', status: 429 }],
]
test.each(faults)('%s is a fault of its kind, and called once', async (_, fault, expected) => {
  school.faults.script({ fault })
  expect(await faultOf(platform.readPeople(1))).toMatchObject(expected)
  expect(called()).toEqual(['GET /users'])
})

test('nobody is waited for without end', async () => {
  school.faults.script({ fault: { kind: 'delay', ms: 10_000 } })
  const hasty = createGuardedFetch(reach, { timeout: 50 })
  expect(await faultOf(open({ fetch: hasty.fetch }).readPeople(1))).toMatchObject({ kind: 'unavailable', status: null })
  hasty.close()
})

const refusals: readonly (readonly [string, (personId: string) => Promise<unknown>, Partial<PlatformFault>])[] = [
  [
    'a course that is not there',
    personId => platform.enroll(personId, course(1), { from: null, until: null }),
    { kind: 'rejected', status: 422, message: 'Course could not be found.' },
  ],
  [
    'a person who is not there',
    () => platform.createPerson({ ...person(), email: 'nobody' }),
    { kind: 'rejected', status: 422, message: 'email is invalid' },
  ],
  [
    'an enrollment that is not there',
    personId => platform.setPeriod({ id: '1', personId, target: course(1) }, { from: null, until: null }),
    { kind: 'gone', status: 404, message: 'Record not found.' },
  ],
  [
    'a bundle without its person',
    () => {
      const { id } = school.school.addBundle('Both', [])
      return platform.enroll('1', { kind: 'bundle', id: String(id) }, { from: null, until: null })
    },
    { kind: 'rejected', status: 422, message: "user_id can't be blank" },
  ],
]
test.each(refusals)('%s is told of in their words', async (_, ask, expected) => {
  const { id } = await create()
  expect(await faultOf(ask(id))).toMatchObject(expected)
})

test('who may not is told why, and our key is in nothing that is said', async () => {
  const wrong = 'ffffffffffffffffffffffffffffffff'
  const fault = await faultOf(open({ key: wrong }).readPeople(1))
  expect(fault).toMatchObject({ kind: 'refused', status: 401, message: 'Unauthorized: …' })
  school.switches.plan = 'none'
  expect(await faultOf(platform.readPeople(1))).toMatchObject({ kind: 'refused', status: 403 })
})

test('a key of the site goes as one, and a longer one as a token', async () => {
  expect(await open({ key: accessToken }).readPeople(1)).toMatchObject({ next: null })
  expect(await faultOf(open({ settings: { subdomain: 'another' } }).readPeople(1))).toMatchObject({ kind: 'refused' })
})

const readings: readonly ResetReading[] = ['epoch seconds', 'epoch milliseconds', 'seconds from now', 'absent']
test.each(readings)('where there is no more, nobody calls before there is (%s)', async reading => {
  school.switches.reset = reading
  const passed = school.limit.passed
  for (let n = 0; n < 120; n++) await platform.findPerson('nobody@example.com')
  clock.advance(15_000)
  const until = new Date(clock.now().getTime() + (reading === 'absent' ? 60_000 : 45_000))
  expect(await faultOf(platform.readPeople(1))).toMatchObject({ kind: 'limited', status: 429, until })
  expect(school.limit.passed).toBe(passed + 1)
  clock.advance(until.getTime() - clock.now().getTime())
  expect(await platform.readPeople(1)).toMatchObject({ next: null })
  expect(school.limit.mostInAMinute).toBe(120)
})

test('a lost answer is a fault, and asking again finds what was done', async () => {
  const lost: Fault = { kind: 'cut', when: 'after' }
  const ida = person()
  school.faults.script({ fault: lost, method: 'POST', path: /^\/users$/ })
  expect(await faultOf(platform.createPerson(ida))).toMatchObject({ kind: 'unavailable' })
  expect(await platform.createPerson(ida)).toBe('taken')
  const found = await platform.findPerson(ida.email)
  const target = course(school.school.addCourse('Welding').id)
  const period = { from: inDays(0), until: inDays(30) }
  school.faults.script({ fault: lost, method: 'POST', path: /^\/enrollments$/ })
  expect(await faultOf(platform.enroll(found?.id ?? '', target, period))).toMatchObject({ kind: 'unavailable' })
  expect(await platform.enroll(found?.id ?? '', target, period)).toMatchObject({ period })
  expect(called().filter(call => call.startsWith('POST'))).toHaveLength(4)
})

test('whatever goes wrong on the way: tried until it is answered, it is done once', async () => {
  const free = await startThinkific({ perMinute: 100_000, now: clock.now, wait: async () => {} })
  const there = open({ settings: { baseUrl: free.baseUrl } })
  const random = seeded(20261129)
  const { id } = free.school.addCourse('Welding')
  const period = { from: inDays(0), until: inDays(30) }
  free.faults.byChance(random, 0.5)
  async function insist<Got>(ask: () => Promise<Got>): Promise<Got> {
    for (;;) {
      const got = await ask().catch(error => error)
      if (!(got instanceof PlatformFault)) return got
      expect(got.kind).toBe('unavailable')
    }
  }
  for (let n = 0; n < 20; n++) {
    free.switches.again = random() < 0.5 ? 'refused' : 'same'
    const somebody = person()
    await insist(() => there.createPerson(somebody))
    const found = await insist(() => there.findPerson(somebody.email))
    const made = await insist(() => there.enroll(found?.id ?? '', course(id), period))
    expect(made).toMatchObject({ personId: found?.id, period })
  }
  expect([free.school.users.size, free.school.enrollments.length]).toEqual([20, 20])
  await free.close()
})
