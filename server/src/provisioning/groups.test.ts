import { afterEach, beforeEach, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../test/database.ts'
import { createDomain, type Domain, newcomer } from '../../test/domain.ts'
import { createEngine } from './engine.ts'
import type { Intent } from './intents/intent.ts'

let db: TestDatabase
let acme: Domain

beforeEach(async () => {
  db = await createTestDatabase()
  acme = await createDomain(db)
})
afterEach(() => db.drop())

async function join(email: string, name = 'Readers'): Promise<number> {
  const { groups } = await acme.provision(email, { groups: [name] })
  return groups[0]?.id ?? 0
}

const attach = (groupId: number, ...courses: string[]) => acme.ask({ kind: 'attach_courses', groupId, courses })
const _leave = (groupId: number, email: string) => acme.ask({ kind: 'leave_group', groupId, email })

test('a name makes a group once, whatever its case, and being in it gives its courses', async () => {
  const groupId = await join('jane@example.com')
  await attach(groupId, 'ielts')
  expect(await join('bob@example.com', 'READERS')).toBe(groupId)
  expect(await acme.access('bob@example.com')).toEqual({ ielts: 'active' })
})

test.each(['ΤΑΞΗΣ', 'İzmir', 'Straße', 'Ǆ'])(
  '%s is one group and one team, whatever the case and the alphabet',
  async name => {
    const team = { strategy: 'auto', name } as const
    const asked = [name, name.toLowerCase(), name, name.toLowerCase().replaceAll('ς', 'σ')]
    for (const [n, group] of asked.entries()) await acme.provision(`learner${n}@example.com`, { groups: [group], team })
    const { rows } = await db.database.pool.query(
      'select name from groups union all select name from teams order by name',
    )
    expect(rows.filter(row => row.name === name)).toHaveLength(2)
  },
)

test('a course added to a group comes to all of its members, in one set, and goes with the group', async () => {
  const emails = Array.from({ length: 60 }, (_, index) => `learner${index}@example.com`)
  const [groupId = 0] = await Promise.all(emails.map(email => join(email)))
  await attach(groupId, 'ielts', 'gmat')
  for (const email of emails) expect(await acme.access(email)).toEqual({ gmat: 'active', ielts: 'active' })
  await acme.ask({ kind: 'detach_courses', groupId, courses: ['gmat'] })
  for (const email of emails) expect(await acme.access(email)).toEqual({ gmat: 'revoked', ielts: 'active' })
})

test('who joins in one process while another attaches courses, or ends the group, has what all have', async () => {
  const { pool } = db.database
  const another = createEngine({ pool, passwordLinkDays: 7, now: () => new Date(), onMail: () => {} })
  const call = { actor: { kind: 'system' }, organizationId: acme.organizationId, source: null, ip: null } as const
  const ask = (intent: object) => another.submit({ ...intent, call: { ...call, receivedAt: new Date() } } as Intent)
  for (let round = 0; round < 15; round++) {
    const name = `Round ${round}`
    const groupId = await join('first@example.com', name)
    const emails = Array.from({ length: 30 }, (_, index) => `r${round}-${index}@example.com`)
    const joins = emails.map(email => acme.tryTo({ ...newcomer(email), groups: [groupId] }))
    await ask({ kind: 'attach_courses', groupId, courses: ['ielts'] })
    await Promise.all(joins)
    for (const email of emails) expect(await acme.access(email)).toEqual({ ielts: 'active' })

    const leaves = emails.slice(0, 10).map(email => acme.ask({ kind: 'leave_group', groupId, email }))
    const more = emails.slice(0, 10).map(email => acme.tryTo({ ...newcomer(`late-${email}`), groups: [groupId] }))
    const [ended] = await Promise.allSettled([ask({ kind: 'archive_group', groupId }), ...leaves, ...more])
    expect(ended?.status).toBe('fulfilled')
    const { rows } = await db.database.pool.query(
      `select (select count(*) from group_members where group_id = $1) as members,
        (select count(*) from grants where origin_id = $1 and revoked_at is null) as grants`,
      [groupId],
    )
    expect(rows).toEqual([{ members: 0, grants: 0 }])
  }
})
