/** Whichever way somebody came to them, a welcome mail names the courses that it is about. */
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../../test/database.ts'
import { createDomain, type Domain } from '../../../test/domain.ts'
import { readCourses } from './facts.ts'

let db: TestDatabase
let acme: Domain
const email = 'jane@example.com'
const evening = { strategy: 'specific', team: 'Evening' } as const

beforeEach(async () => {
  db = await createTestDatabase()
  acme = await createDomain(db)
})
afterEach(() => db.drop())

async function named() {
  const { rows } = await db.database.pool.query(
    'select m.id from messages m join users u on u.id = m.user_id where email = $1 order by m.id desc limit 1',
    [email],
  )
  const courses = await readCourses(db.database.kysely, [rows[0].id], new Date())
  return (courses.get(rows[0].id) ?? []).map(course => course.name)
}

test('the mail to who was provisioned by products names their courses, beside those asked for by name', async () => {
  await acme.provision(email, { welcome: true, products: ['both'] })
  expect(await named()).toEqual(['gmat', 'ielts'])
})

test('the mail to who came by a link of a team names what its seats gave, and nothing that was there before', async () => {
  const teamId = acme.teams.evening ?? 0
  const seats = [{ product: 'ielts', quantity: 2 }]
  await acme.provision('bob@example.com', { team: evening, seats, seatsReference: 'order-1' })
  await acme.provision(email, { courses: ['gmat'] })
  const { rows } = await db.database.pool.query(
    `insert into links (organization_id, token_hash, prefix, team_id) values ($1, 'hash', 'prefix', $2) returning id`,
    [acme.organizationId, teamId],
  )
  const target = { teamId, groupId: null, courses: [] }
  await acme.ask({ kind: 'follow_link', linkId: rows[0].id, email, firstName: 'Jane', lastName: '', ...target })
  expect(await named()).toEqual(['ielts'])
})

test('courses asked for by name come in that order, and one that was open already is named too', async () => {
  await acme.provision(email, { courses: ['gmat'] })
  await acme.provision(email, { welcome: true, courses: ['ielts', 'gmat'] })
  expect(await named()).toEqual(['ielts', 'gmat'])
})
