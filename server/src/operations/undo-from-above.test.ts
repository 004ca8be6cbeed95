/** Undoing is no way around: what was done from above is undone there, and the rest takes what doing it directly takes. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Api, openApi, openApiAs } from '../../test/api.ts'
import type { TestServer } from '../../test/server.ts'
import { signIn } from '../../test/sessions.ts'
import { type Answer, done, kinds, learner, openPune, type Pune, undo } from '../../test/undoable.ts'

let pune: Pune
let usher: TestServer
let above: Api
let below: Api
/** An owner above, in the organization below. */
let visitor: Api

beforeAll(async () => {
  pune = await openPune()
  ;({ usher, above, below } = pune)
  const { cookie } = await signIn(usher, { role: 'owner' })
  visitor = openApiAs(usher, { cookie, origin: usher.url, 'usher-organization': 'pune' })
})
afterAll(() => usher.close())

describe.each(Object.entries(kinds))('%s', (kind, { act, takes }) => {
  test('is not undone below when it was done from above, by a key or by a person who has no role below', async () => {
    for (const by of [above, visitor]) {
      const answer = await done(act(by, await learner(pune)))
      expect(await kindOf(answer)).toBe(kind)
      const fromAbove = { status: 403, body: { detail: expect.stringContaining('from an organization above') } }
      expect(await undo(below, answer)).toMatchObject(fromAbove)
      expect(await undo(below, answer, '?mode=plan')).toMatchObject(fromAbove)
      expect(await whyNot(below, answer)).toMatchObject({ code: 'undo_above' })
      expect(await whyNot(above, answer)).toBe(null)
      expect(await undo(above, answer)).toMatchObject({ status: 200, body: { result: 'changed' } })
    }
  })

  test('takes to be undone what doing that directly takes', async () => {
    const answer = await done(act(below, await learner(pune)))
    const refused = await undo(await limited([]), answer)
    expect(refused).toMatchObject({ status: 403 })
    const named = refused.body.errors.map(
      ({ message }: { message: string }) => /permission ([\w.]+)/.exec(message)?.[1],
    )
    expect(named.filter(Boolean).toSorted()).toEqual(takes.toSorted())
    const enough = await limited([...takes, ...(kind === 'change_team_role' ? ofManagers : [])])
    expect(await undo(enough, answer)).toMatchObject({ status: 200, body: { result: 'changed' } })
  })
})

/** What a role allows whoever takes it from somebody must be allowed too. */
const ofManagers = ['manage']

test('a role is not taken by undoing, where it is more than the caller has', async () => {
  const { team, user } = await learner(pune)
  const answer = await done(below.patch(`${team}/members/${user}`, { role: 'manager' }))
  const weak = await limited(['teams.assign'])
  expect(await undo(weak, answer)).toMatchObject({ status: 403, body: { errors: [{ field: 'role' }] } })
})

test('a buyer does not give itself back the seats that it once gave up: they are sold from above', async () => {
  const offers = { organizations: ['pune'], teams: [] }
  const sold = { name: 'Ten', product: 'ielts', seats: 10, credits: '0', offers }
  const catalog_item = (await done(above.post('/api/catalog-items', sold))).body.id
  const team = (await done(below.post('/api/teams', { name: 'Buyers' }))).body.id
  await done(below.post('/api/orders', { team, payment: 'credits', external_ref: 'o', lines: [{ catalog_item }] }))
  const [{ id }] = (await below.get(`/api/teams/${team}/seats`)).body.data
  const fewer = await done(below.patch(`/api/seats/${id}`, { quantity: 4 }))
  expect(await undo(below, fewer)).toMatchObject({ status: 403 })
  expect(await undo(above, fewer)).toMatchObject({ status: 200 })
})

async function kindOf({ headers }: Answer): Promise<string> {
  return (await above.get(`/api/operations/${headers.get('usher-operation')}`)).body.kind
}

async function whyNot(by: Api, { headers }: Answer) {
  return (await by.get(`/api/operations/${headers.get('usher-operation')}`)).body.not_undoable
}

function limited(scopes: string[]) {
  return openApi(usher, { organization: 'pune', scopes: ['operations.undo', ...scopes] })
}
