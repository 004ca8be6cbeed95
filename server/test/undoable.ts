/** Each kind of operation that the API does and that can be undone, and the world that it is done in. */
import { expect } from 'vitest'
import { type Api, openApi } from './api.ts'
import { startTestServer, type TestServer } from './server.ts'

export interface Pune {
  readonly usher: TestServer
  /** Of the organization above it. */
  readonly above: Api
  readonly below: Api
}

/** An organization with the courses `sat` and `act`, below the one of the demo. */
export async function openPune(): Promise<Pune> {
  const usher = await startTestServer()
  const above = await openApi(usher)
  await above.post('/api/organizations', { name: 'Pune', slug: 'pune' })
  const below = await openApi(usher, { organization: 'pune' })
  for (const name of ['sat', 'act']) await below.post('/api/courses', { name, display_name: name, access: null })
  const [course] = (await below.get('/api/courses')).body.data
  await below.post(`/api/courses/${course.id}/items`, item)
  return { usher, above, below }
}

let count = 0

const item = { kind: 'lesson', title: 'Extra', launch_url: 'https://lessons.example.com/1', starter: false }

export type Answer = Awaited<ReturnType<Api['post']>>

/** Somebody on a seat of a team, in a group, and with a course besides. */
export interface World extends Pune {
  readonly email: string
  readonly user: number
  readonly team: string
  readonly otherTeam: number
  readonly group: string
  readonly seats: string
  readonly enrollment: string
  readonly grant: string
}

export async function learner({ usher, above, below }: Pune): Promise<World> {
  const n = ++count
  const email = `jane${n}@example.com`
  const { body } = await done(
    below.post('/api/provision', {
      user: { email, first_name: 'Jane' },
      team: { strategy: 'create', name: `Evening ${n}` },
      seats: [{ product: 'sat', quantity: 3 }],
      courses: ['sat'],
      groups: [`Readers ${n}`],
      external_ref: `order-${n}`,
    }),
  )
  await done(below.post('/api/provision', { user: { email, first_name: 'Jane' }, courses: ['act'] }))
  const otherTeam = (await done(below.post('/api/teams', { name: `Morning ${n}` }))).body.id
  const [seats] = (await below.get(`/api/teams/${body.team.id}/seats`)).body.data
  const enrollments = (await below.get(`/api/enrollments?user=${email}`)).body.data
  const { id } = enrollments.find((row: { course: string }) => row.course === 'act')
  const [grant] = (await below.get(`/api/grants?enrollment=${id}`)).body.data
  return {
    ...{ usher, above, below },
    ...{ email, user: body.user.id, team: `/api/teams/${body.team.id}`, otherTeam },
    ...{ group: `/api/groups/${body.groups[0].id}`, seats: `/api/seats/${seats.id}` },
    ...{ enrollment: `/api/enrollments/${id}`, grant: `/api/grants/${grant.id}` },
  }
}

export type Act = (by: Api, world: World) => Promise<Answer>

/** Each kind of operation that the API does, and what undoing it takes. */
export const kinds: Record<string, { act: Act; takes: string[] }> = {
  provision: {
    act: (by, { email }) => {
      const user = { email, first_name: 'Jane' }
      const team = { strategy: 'create', name: `Night ${++count}` }
      const more = {
        groups: [`More ${count}`],
        seats: [{ product: 'act', quantity: 2 }],
        external_ref: `more-${count}`,
      }
      return by.post('/api/provision', { organization: 'pune', user, team, courses: ['act'], ...more })
    },
    takes: ['teams.assign', 'groups.assign', 'seats.edit'],
  },
  suspend: { act: (by, { enrollment }) => by.post(`${enrollment}/suspend`), takes: ['enrollments.edit'] },
  resume: {
    act: async (by, { enrollment }) => {
      await done(by.post(`${enrollment}/suspend`))
      return by.post(`${enrollment}/resume`)
    },
    takes: ['enrollments.edit'],
  },
  complete: { act: (by, { enrollment }) => by.post(`${enrollment}/complete`), takes: ['enrollments.edit'] },
  extend: {
    act: async (by, { usher, email }) => {
      const rows = (await by.get(`/api/enrollments?organization=pune&user=${email}`)).body.data
      const { id } = rows.find((row: { course: string }) => row.course === 'act')
      await usher.database.pool.query(
        `update grants set days = 10 where user_id = (select id from users where email = $1)`,
        [email],
      )
      await usher.database.pool.query(`update enrollments set ends_at = starts_at + interval '10 days' where id = $1`, [
        id,
      ])
      return by.post(`/api/enrollments/${id}/extend`, { access: { days: 20 } })
    },
    takes: ['enrollments.delete'],
  },
  revoke: { act: (by, { enrollment }) => by.post(`${enrollment}/revoke`), takes: ['enrollments.create'] },
  revoke_grant: { act: (by, { grant }) => by.post(`${grant}/revoke`, {}), takes: ['enrollments.create'] },
  open_item: {
    act: async (by, { above, email }) => {
      const rows = (await by.get(`/api/enrollments?organization=pune&user=${email}`)).body.data
      const courses = (await by.get('/api/courses?organization=pune')).body.data
      const course = courses.find((row: { name: string }) => row.name === rows[0].course)
      const made = await done(above.post(`/api/courses/${course.id}/items`, item))
      return by.post(`/api/enrollments/${rows[0].id}/items/${made.body.id}/open`)
    },
    takes: ['enrollments.edit'],
  },
  leave_team: {
    act: (by, { team, user }) => by.delete(`${team}/members/${user}`),
    takes: ['teams.assign', 'enrollments.create'],
  },
  change_team_role: {
    act: (by, { team, user }) => by.patch(`${team}/members/${user}`, { role: 'manager' }),
    takes: ['teams.assign'],
  },
  move_team_member: {
    act: (by, { team, user, otherTeam }) => by.post(`${team}/members/${user}/move`, { team: otherTeam }),
    takes: ['teams.assign', 'enrollments.create'],
  },
  leave_organization: {
    act: (by, { user }) => by.delete(`/api/memberships/pune/${user}`),
    takes: ['users.create', 'teams.assign', 'groups.assign', 'enrollments.create'],
  },
  change_seats: { act: (by, { seats }) => by.patch(seats, { quantity: 1 }), takes: ['seats.edit'] },
  move_seats: {
    act: (by, { seats, otherTeam }) =>
      by.post(`${seats}/move`, { team: otherTeam, quantity: 1, external_ref: `m${++count}` }),
    takes: ['seats.edit'],
  },
  release_seat: { act: (by, { seats, user }) => by.delete(`${seats}/claims/${user}`), takes: ['enrollments.create'] },
  leave_group: { act: (by, { group, user }) => by.delete(`${group}/members/${user}`), takes: ['groups.assign'] },
  archive_group: { act: (by, { group }) => by.delete(group), takes: ['groups.create', 'groups.assign'] },
  attach_courses: { act: (by, { group }) => by.post(`${group}/courses`, { courses: ['sat'] }), takes: ['groups.edit'] },
  set_courses: { act: (by, { group }) => by.put(`${group}/courses`, { courses: ['sat'] }), takes: ['groups.edit'] },
  detach_courses: {
    act: async (by, { group }) => {
      await done(by.post(`${group}/courses`, { courses: ['sat'] }))
      return by.delete(`${group}/courses/sat`)
    },
    takes: ['groups.edit'],
  },
  invite: {
    act: by => by.post('/api/invitations', { organization: 'pune', email: `i${++count}@example.com`, first_name: 'I' }),
    takes: ['invitations.delete'],
  },
  approve_join: {
    act: async (by, { usher, below, group }) => {
      const target = { group: Number(group.split('/').at(-1)) }
      const { body } = await done(below.post('/api/links', { target, needs_approval: true }))
      const token = body.url.split('/').at(-1)
      const headers = { 'content-type': 'application/json' }
      const person = JSON.stringify({ email: `f${++count}@example.com`, first_name: 'F' })
      await fetch(`${usher.url}/api/join/${token}`, { method: 'POST', headers, body: person })
      const [{ id }] = (await below.get(`/api/links/${body.id}/joins`)).body.data
      return by.post(`/api/links/${body.id}/joins/${id}/approve`)
    },
    takes: ['groups.assign'],
  },
  undo: {
    act: async (by, { seats, user }) => undo(by, await done(by.delete(`${seats}/claims/${user}`))),
    takes: ['seats.edit'],
  },
}

export function undo(by: Api, { headers }: Answer, query = '') {
  return by.post(`/api/operations/${headers.get('usher-operation')}/undo${query}`)
}

/** As it is, where it succeeded. */
export async function done(answer: Promise<Answer>): Promise<Answer> {
  const { status, body } = await answer
  expect(status, JSON.stringify(body)).toBeLessThan(300)
  return answer
}
