import { expect, test } from 'vitest'
import { inserting, removing, updating } from '../apply/write-tables.ts'
import { given, later, table } from './table.ts'
import { ofEachTable, tableNames, tables } from './tables.ts'

const now = new Date('2026-12-01T10:00:00Z')
const period = { months: 6, days: null, until: null }
const seat = { id: 7, teamId: 3, productId: 5, quantity: 9, used: 2, ownPeriod: period, waitlist: true, updatedAt: now }

test('an entry says how rows are written: all that is the core’s when they are new, what may change later on', () => {
  expect(inserting(tables.seats).text).toBe(
    'insert into seats (id,team_id,product_id,access_months,access_days,access_until,waitlist) ' +
      'select new.id,new.team_id,new.product_id,new.access_months,new.access_days,new.access_until,new.waitlist ' +
      'from unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::int[], $5::int[], $6::timestamptz[], $7::boolean[]) ' +
      'as new (id,team_id,product_id,access_months,access_days,access_until,waitlist)',
  )
  expect(inserting(tables.grants).text).not.toContain('revoked')
  expect(updating(tables.grants)?.text).toContain('set revoked_at = new.revoked_at')
  expect(updating(tables.seats)?.columns.map(value => value(seat, now))).toEqual([7, 6, null, null, 'true', now])
  expect(removing(tables.teams).text).toContain('update teams set archived_at = new.archived_at,updated_at =')
  expect(removing(tables.groupMembers).text).toContain('group_members.user_id = new.user_id')
  expect(updating(tables.creditAccounts)).toBeNull()
})

test('several columns that are one thing are read as one, or as none', () => {
  const parts = { 'ownPeriod.months': 6, 'ownPeriod.days': null, 'ownPeriod.until': null }
  const none = { 'ownPeriod.months': null, 'ownPeriod.days': null, 'ownPeriod.until': null }
  expect(tables.seats.read([parts, none])).toEqual([{ ownPeriod: period }, { ownPeriod: null }])
})

test('what is found by a key of its own is found by one that no other row has', () => {
  const keys = ofEachTable((_, { key }) => key.length)
  expect(tableNames.filter(name => keys[name] === 0)).toEqual([])
})

test('of a row nobody is shown a link, a password or an operation that is not done', () => {
  expect(tables.users.shown).toEqual(['id', 'email', 'firstName', 'lastName'])
  expect(tables.seats.shown).toContain('ownPeriod')
  const shown = ofEachTable((_, { shown }) => shown)
  expect(Object.values(shown).flat().join(' ')).not.toMatch(/password|verified|operationId/i)
})

test('a column that the database does not have does not compile', () => {
  const named = (entries: object) => expect(entries).toBeDefined()
  // @ts-expect-error: it is `takenAt`
  named(table('claims', { id: 'bigint', takenOn: 'timestamptz' }, { by: () => 0 }))
  // @ts-expect-error: it is `releasedAt`
  named(table('claims', { id: 'bigint', released: later('timestamptz') }, { by: () => 0 }))
  // @ts-expect-error: there is no such table
  named(table('claim', { id: given('bigint') }, { by: () => 0 }))
  // @ts-expect-error: what changes is said of the row
  named(table('claims', { id: 'bigint' }, { by: () => 0, changes: ['takenAt'] }))
})
