/**
 * One of each thing that has an address, for tests that go through the whole API: a line a thing. A line says by which calls
 * one is made with a key of Acme, and gives what stands in the address for it.
 */
import { vi } from 'vitest'
import type { Api } from './api.ts'
import { siteKey, startThinkific } from './thinkific.ts'

type Part = number | string

let count = 0
const next = () => `thing-${++count}`

export const things: Readonly<Record<string, (acme: Api) => Promise<Part[]>>> = {
  '/api/keys/{id}': acme => make(acme, '/api/keys', { name: next() }),
  '/api/operations/{id}': async acme => [(await send(acme, '/api/provision', { user: person() })).operation_id],
  '/api/mails/{id}': async acme => {
    const [user] = await make(acme, '/api/users', person())
    return [(await acme.get(`/api/mails?user=${user}`)).body.data[0].id]
  },
  '/api/organizations/{organization}': acme =>
    make(acme, '/api/organizations', { name: 'Branch', slug: next() }, 'slug'),
  '/api/organizations/{organization}/break-glass-owners/{user}': async acme => [
    'acme',
    ...(await make(acme, '/api/users', person())),
  ],
  '/api/users/{id}': acme => make(acme, '/api/users', person()),
  '/api/users/{id}/sessions/{session}': async acme => {
    const { user, set_password_url } = await send(acme, '/api/provision', { user: person() })
    const token = new URL(set_password_url).pathname.split('/').at(-1)
    await send(acme, `/api/password-links/${token}`, { password: 'a long enough password' })
    return [user.id, (await acme.get(`/api/users/${user.id}/sessions`)).body.sessions[0].id]
  },
  '/api/memberships/{organization}/{user}': async acme => ['acme', ...(await make(acme, '/api/users', person()))],
  '/api/roles/{role}': acme => make(acme, '/api/roles', role()),
  '/api/custom-fields/{id}': acme => make(acme, '/api/custom-fields', { name: next(), label: 'Level', kind: 'text' }),
  '/api/teams/{id}': acme => make(acme, '/api/teams', { name: next() }),
  '/api/teams/{id}/members/{user}': acme => makeWithin(acme, '/api/teams', { name: next() }, 'members', person()),
  '/api/seats/{id}': async acme => makeSeats(acme, await makeTeam(acme)),
  '/api/seats/{id}/claims/{user}': async acme => {
    const team = await makeTeam(acme)
    const [seats] = await makeSeats(acme, team)
    const order = { user: person(), team: { strategy: 'specific', id: team }, courses: ['ielts'], from: 'seats' }
    return [seats as Part, (await send(acme, '/api/provision', order)).user.id]
  },
  '/api/groups/{id}': acme => make(acme, '/api/groups', { name: next() }),
  '/api/groups/{id}/members/{user}': acme => makeWithin(acme, '/api/groups', { name: next() }, 'members', person()),
  '/api/groups/{id}/courses/{course}': async acme => {
    const [id] = await make(acme, '/api/groups', { name: next() })
    await send(acme, `/api/groups/${id}/courses`, { courses: ['ielts'] })
    return [id as Part, 'ielts']
  },
  '/api/enrollments/{id}': async acme => [(await enrol(acme)).enrollment_id],
  '/api/enrollments/{id}/items/{item_id}': async acme => {
    const { enrollment_id, course_id } = await enrol(acme)
    return [enrollment_id, ...(await make(acme, `/api/courses/${course_id}/items`, item))]
  },
  '/api/grants/{id}': async acme => [(await enrol(acme)).grant_id],
  '/api/orders/{id}': acme => make(acme, '/api/orders', order()),
  '/api/invitations/{id}': acme => make(acme, '/api/invitations', person()),
  '/api/links/{id}': acme => make(acme, '/api/links', { target: { course: 'ielts' } }),
  '/api/links/{id}/joins/{join}': async acme => {
    const { id, url } = await send(acme, '/api/links', { target: { course: 'ielts' }, needs_approval: true })
    await send(acme, `/api${new URL(url).pathname}`, person())
    return [id, (await acme.get(`/api/links/${id}/joins`)).body.data[0].id]
  },
  '/api/identity-providers/{id}': makeProvider,
  '/api/domains/{id}': acme => make(acme, '/api/domains', { name: `${next()}.example.com` }),
  '/api/connections/{id}': makeConnection,
  '/api/connections/{id}/mappings/{mapping}': async acme => {
    const [id] = await makeConnection(acme)
    return [id as Part, ...(await make(acme, `/api/connections/${id}/mappings`, await mapping()))]
  },
  '/api/connections/{id}/due/{user}': makeDue,
  '/api/webhooks/{id}': async acme => switchOff(acme, await makeWebhook(acme)),
  '/api/webhooks/{id}/deliveries/{delivery}': async acme => {
    const [id] = await makeWebhook(acme)
    await enrol(acme)
    const path = `/api/webhooks/${id}/deliveries`
    const delivery = await vi.waitFor(async () => {
      const [first] = (await acme.get(path)).body.data
      if (!first?.attempts) throw new Error('it was not tried yet')
      return first
    }, 8000)
    return [...(await switchOff(acme, [id as Part])), delivery.id]
  },
  '/api/plans/{id}': async acme => [(await send(acme, '/api/teams?mode=plan', { name: next() })).plan_id],
  '/api/courses/{id}': acme => make(acme, '/api/courses', course()),
  '/api/items/{id}': async acme => (await makeWithin(acme, '/api/courses', course(), 'items', item)).slice(1),
  '/api/products/{id}': acme => make(acme, '/api/products', bundle()),
  '/api/catalog-items/{id}': acme =>
    make(acme, '/api/catalog-items', { name: 'Ten seats', product: 'ielts', seats: 10, credits: '100' }),
}

/** Bodies where the description says too little for one that is good, by method and address. */
export const bodies: Readonly<Record<string, (acme: Api, parts: readonly Part[]) => unknown>> = {
  'post /api/organizations': () => ({ name: 'Branch', slug: next() }),
  // Nobody is made an owner with two factors by calls alone: 409.
  'post /api/organizations/{organization}/break-glass-owners': async (acme, [organization]) => ({
    user_id: (await make(acme, '/api/users', { ...person(), ...(organization && { organization }) }))[0],
  }),
  'post /api/provision': () => ({ user: person(), courses: ['ielts'] }),
  'post /api/orders': () => order(),
  'post /api/users/{id}/merge': async acme => ({ with: (await make(acme, '/api/users', person()))[0] }),
  'post /api/teams/{id}/members': person,
  'post /api/teams/{id}/members/{user}/move': async acme => ({ team: await makeTeam(acme) }),
  'post /api/teams/{id}/seats': () => ({ product: 'ielts', quantity: 2, external_ref: next() }),
  'post /api/seats/{id}/move': async acme => ({ team: await makeTeam(acme), quantity: 1, external_ref: next() }),
  'post /api/seats/{id}/claims': async (acme, [seats]) => {
    if (seats === undefined) return { user_id: 1 }
    const { team_id: team } = (await acme.get(`/api/seats/${seats}`)).body
    return { user_id: (await send(acme, `/api/teams/${team}/members`, person())).user.id }
  },
  'post /api/groups/{id}/members': person,
  'put /api/courses/{id}/items': () => ({ items: [] }),
  'put /api/products/{id}/courses': () => ({ courses: ['ielts'] }),
  'post /api/identity-providers': provider,
  'patch /api/identity-providers/{id}': () => ({ name: next() }),
  // It is of OpenID Connect: 409.
  'post /api/identity-providers/{id}/keys': () => ({ step: 'publish' }),
  'put /api/identity-providers/{id}/mappings': () => ({ mappings: [] }),
  'post /api/connections': connection,
  'post /api/connections/{id}/mappings': mapping,
  'post /api/domains': () => ({ name: `${next()}.example.com` }),
}

/** There may not be many: an older one goes. */
async function makeProvider(acme: Api): Promise<Part[]> {
  const { data } = (await acme.get('/api/identity-providers')).body
  if (data.length > 9) await acme.delete(`/api/identity-providers/${data[0].id}`)
  return make(acme, '/api/identity-providers', provider())
}

/** There may not be many: an older one goes. */
async function makeWebhook(acme: Api): Promise<Part[]> {
  const [older] = (await acme.get('/api/webhooks')).body.data
  if (older) await acme.delete(`/api/webhooks/${older.id}`)
  return make(acme, '/api/webhooks', { url: 'http://127.0.0.1:9/', events: ['enrollment.started'] })
}

/** Else what is done to other things goes on to change it. */
async function switchOff(acme: Api, [id]: Part[]): Promise<Part[]> {
  await acme.patch(`/api/webhooks/${id}`, { enabled: false })
  return [id as Part]
}

async function makeTeam(acme: Api): Promise<Part> {
  return (await make(acme, '/api/teams', { name: next() }))[0] as Part
}

function makeSeats(acme: Api, team: Part): Promise<Part[]> {
  return make(acme, `/api/teams/${team}/seats`, { product: 'ielts', quantity: 5, external_ref: next() })
}

/** What a person has, who has a course. */
async function enrol(acme: Api) {
  return (await send(acme, '/api/provision', { user: person(), courses: ['ielts'] })).enrollments[0]
}

function person() {
  return { email: `${next()}@example.com`, first_name: 'Jane', last_name: 'Zephyr' }
}

function provider() {
  const oidc = { issuer: 'https://idp.example.com', client_id: 'usher' }
  return { name: next(), oidc, client_secret: 'a secret of the tests' }
}

/** To a school that all of them share. */
let school: ReturnType<typeof startThinkific> | undefined
async function connection() {
  school ??= startThinkific()
  const { subdomain, baseUrl: base_url } = await school
  return { kind: 'thinkific', name: next(), thinkific: { subdomain, base_url }, api_key: siteKey }
}

async function mapping() {
  school ??= startThinkific()
  return { course: 'ielts', theirs: String((await school).school.addCourse(next()).id) }
}

/** Paused, or else it goes on to change what is there. */
async function makeConnection(acme: Api): Promise<Part[]> {
  const [id] = await make(acme, '/api/connections', await connection())
  await acme.patch(`/api/connections/${id}`, { paused: true })
  return [id as Part]
}

/** Somebody whom the school has not been told of. */
async function makeDue(acme: Api): Promise<Part[]> {
  const [id] = await makeConnection(acme)
  await make(acme, `/api/connections/${id}/mappings`, await mapping())
  await enrol(acme)
  const { data } = (await acme.get(`/api/connections/${id}/due`)).body
  return [id as Part, data.at(-1).user_id]
}

function order() {
  return { user: person(), lines: [{ product: 'ielts' }], payment: 'external', external_ref: next() }
}

const course = () => ({ name: next(), display_name: 'Course', access: null })
const bundle = () => ({ name: next(), display_name: 'Bundle', courses: ['ielts'], access: null })
const role = () => ({ name: next(), display_name: 'Coach', permissions: ['users.view'] })
const item = { kind: 'lesson', title: 'Welcome', launch_url: 'https://learn.example.com/welcome' }

async function make(acme: Api, path: string, body: object, field = 'id'): Promise<Part[]> {
  return [(await send(acme, path, body))[field]]
}

/** A thing, and one within it. */
async function makeWithin(acme: Api, path: string, body: object, below: string, within: object): Promise<Part[]> {
  const [id] = await make(acme, path, body)
  const { user, id: own } = await send(acme, `${path}/${id}/${below}`, within)
  return [id as Part, user?.id ?? own]
}

async function send(acme: Api, path: string, body: object) {
  const answer = await acme.post(path, body)
  if (answer.status >= 300) throw new Error(`${path}: ${JSON.stringify(answer.body)}`)
  return answer.body
}
