/** What is undone is as it was: compared row by row, and once more when the undoing is undone and that, too. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Api } from '../../test/api.ts'
import { type Act, type Answer, done, kinds, learner, openPune, type Pune, undo } from '../../test/undoable.ts'
import { permissionsOf } from '../lib/roles/permissions.ts'
import { undoable } from '../provisioning/actions/not-undoable.ts'
import { createEngine } from '../provisioning/engine.ts'

let pune: Pune

beforeAll(async () => {
  pune = await openPune()
})
afterAll(() => pune.usher.close())

/** Who holds nothing but the place itself. */
async function newcomer(): Promise<Awaited<ReturnType<typeof learner>>> {
  const world = await learner(pune)
  const n = world.user
  const email = `bare${n}@example.com`
  const { body } = await done(
    pune.below.post('/api/provision', {
      ...{
        user: { email, first_name: 'Bare' },
        team: { strategy: 'create', name: `Bare ${n}` },
        groups: [`Bare ${n}`],
      },
    }),
  )
  const [team, group] = [`/api/teams/${body.team.id}`, `/api/groups/${body.groups[0].id}`]
  return { ...world, email, user: body.user.id, team, group }
}

async function alone() {
  const world = await learner(pune)
  const email = `alone${world.user}@example.com`
  const { body } = await done(pune.below.post('/api/provision', { user: { email, first_name: 'Alone' } }))
  return { ...world, email, user: body.user.id }
}

const bare: Record<string, { act: Act; begin: typeof learner }> = {
  'leave_team, of nothing but a place': { act: (kinds.leave_team as { act: Act }).act, begin: newcomer },
  'change_team_role, of nothing but a place': { act: (kinds.change_team_role as { act: Act }).act, begin: newcomer },
  'move_team_member, of nothing but a place': { act: (kinds.move_team_member as { act: Act }).act, begin: newcomer },
  'leave_group, of nothing but a place': { act: (kinds.leave_group as { act: Act }).act, begin: newcomer },
  'archive_group, of nothing but a place': { act: (kinds.archive_group as { act: Act }).act, begin: newcomer },
  'leave_organization, of a place in a team and a group': {
    ...{ act: (kinds.leave_organization as { act: Act }).act, begin: newcomer },
  },
  'leave_organization, of nothing but a place': { act: (kinds.leave_organization as { act: Act }).act, begin: alone },
}

/** What people do themselves, or their identity provider; what comes before it, as it was before that. */
const theirs: Record<string, { act: Act; begin: typeof learner }> = {
  follow_link: {
    begin: learner,
    async act(by, { usher, group, user }) {
      const { body } = await done(by.post('/api/links', { target: { group: Number(group.split('/').at(-1)) } }))
      const headers = { 'content-type': 'application/json' }
      const person = JSON.stringify({ email: `follows${user}@example.com`, first_name: 'Follows' })
      await fetch(`${usher.url}/api/join/${body.url.split('/').at(-1)}`, { method: 'POST', headers, body: person })
      return last('follow_link')
    },
  },
  change_role: {
    begin: learner,
    async act(_, { usher, user }) {
      const { pool } = usher.database
      const now = () => new Date()
      const engine = createEngine({ pool, passwordLinkDays: 7, now, onMail() {} })
      const { rows } = await pool.query(`select id from organizations where slug = 'pune'`)
      const by = { actor: { kind: 'system' }, source: 'identity provider 1', ip: null, receivedAt: now() } as const
      const caller = { by, organization: rows[0], permissions: permissionsOf(['manage']), heldInTeams: [] }
      await engine.submit({
        caller,
        action: { action: 'change_role', organization: rows[0].id, user, role: 'manager' },
      })
      return last('change_role')
    },
  },
  accept_invitation: {
    begin: learner,
    async act(by, { usher, team, user }) {
      const { pool } = usher.database
      const offer = { team: Number(team.split('/').at(-1)), courses: ['sat', 'act'], role: 'manager' }
      const email = `accepts${user}@example.com`
      const { body } = await done(by.post('/api/invitations', { email, first_name: 'Accepts', ...offer }))
      const { rows } = await pool.query(
        `select i.id as "invitationId", team_id as "teamId", sent_operation_id as "sentOperationId", courses, products,
          group_ids as groups, organization_id as "organizationId" from invitations i where id = $1`,
        [body.id],
      )
      const { organizationId, ...which } = rows[0]
      const now = () => new Date()
      const engine = createEngine({ pool, passwordLinkDays: 7, now, onMail() {} })
      const call = { actor: { kind: 'system' }, organizationId, source: null, ip: null, receivedAt: now() } as const
      await engine.submit({ kind: 'accept_invitation', call, email, ...which, withPassword: true })
      return last('accept_invitation')
    },
  },
}

test('no kind is missing', () => {
  expect(Object.keys({ ...kinds, ...theirs }).toSorted()).toEqual([...undoable].toSorted())
})

/** As if the API had answered it. */
async function last(kind: string): Promise<Answer> {
  const { rows } = await pune.usher.database.pool.query(
    "select id from operations where kind = $1 and result <> 'refused' order by at desc limit 1",
    [kind],
  )
  return { status: 200, body: null, headers: new Headers({ 'usher-operation': String(rows[0].id) }) }
}

describe.each([
  ...Object.entries(kinds).map(([kind, { act }]) => [kind, act, learner] as const),
  ...Object.entries({ ...bare, ...theirs }).map(([kind, { act, begin }]) => [kind, act, begin] as const),
])('%s', (name, act, begin) => {
  test('is taken back whole, and so is its undoing', async () => {
    const world = await begin(pune)
    const { by, before } = watching(pune.below)
    const answer = await done(act(by, world))
    const [was, is] = [await before(), await standing()]
    const undone = await done(undo(pune.below, answer))
    expect(undone.body).toMatchObject({ result: 'changed' })
    expectBack(await standing(), was, is)
    if (name === 'invite') return // its link is dead
    expect((await done(undo(pune.below, undone))).body).toMatchObject({ result: 'changed' })
    expectBack(await standing(), is, is)
  })
})

/** Looks at what there is before each change: some acts take several, and the last is the one that is undone. */
function watching(api: Api): { by: Api; before: () => Promise<Standing> } {
  let last = standing()
  const by = { ...api }
  for (const verb of ['post', 'put', 'patch', 'delete'] as const)
    by[verb] = async (...sent: Parameters<Api['post']>) => {
      last = standing()
      await last
      return (api[verb] as Api['post'])(...sent)
    }
  return { by, before: () => last }
}

/** Rows that say what there is, without what merely tells of how it came about. */
const tables: Record<string, string> = {
  memberships: 'select user_id, organization_id, role, suspended_at from memberships where invited_at is null',
  team_members: 'select team_id, user_id, role from team_members',
  groups: 'select id, name from groups where archived_at is null',
  group_members: 'select group_id, user_id from group_members',
  group_courses: 'select group_id, course_id from group_courses',
  teams: 'select id, name from teams where archived_at is null',
  seats: 'select id, team_id, product_id, quantity, used, waitlist from seats where quantity <> 0',
  claims: 'select seat_id, user_id from claims where released_at is null',
  grants:
    'select user_id, course_id, source, reference, starts_at, months, days, until from grants where revoked_at is null',
  enrollments: `select user_id, course_id, starts_at, ends_at, suspended_at, completed_at
    from enrollments where revoked_at is null`,
  opened_items: 'select enrollment_id, item_id from opened_items',
  invitations: 'select id from invitations where accepted_at is null and withdrawn_at is null',
}

type Standing = Record<string, string[]>

async function standing(): Promise<Standing> {
  const { pool } = pune.usher.database
  const rows = await Promise.all(
    Object.entries(tables).map(async ([name, text]) => {
      const { rows } = await pool.query(`select to_jsonb(rows)::text as row from (${text}) rows`)
      return [name, rows.map(({ row }) => row as string).toSorted()] as const
    }),
  )
  return Object.fromEntries(rows)
}

/** An account, its place in the organization, and a team or group that was made for it stay: they may be in use. */
const staying = ['memberships', 'teams', 'groups']

function expectBack(now: Standing, was: Standing, meanwhile: Standing) {
  for (const [name, rows] of Object.entries(now)) {
    const lost = (was[name] ?? []).filter(row => !rows.includes(row))
    const kept = rows.filter(row => !was[name]?.includes(row))
    const mayStay = staying.includes(name) ? (meanwhile[name] ?? []) : []
    expect({ name, lost, kept: kept.filter(row => !mayStay.includes(row)) }).toEqual({ name, lost: [], kept: [] })
  }
}
