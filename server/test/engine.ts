/** Engines on a database of their own, in which there is an organization with two courses and one that is archived. */
import type { PoolClient } from 'pg'
import { expect, vi } from 'vitest'
import { createEngine, type Engine } from '../src/provisioning/engine.ts'
import type { ProvisionIntent } from '../src/provisioning/intents/provision.ts'
import { createTestDatabase } from './database.ts'

const now = new Date('2026-12-01T10:00:00Z')
const call = { actor: { kind: 'system' }, organizationId: 1, source: 'test', ip: null, receivedAt: now } as const

export type Engines = Awaited<ReturnType<typeof openEngines>>

export async function openEngines() {
  const { database, drop, ...db } = await createTestDatabase()
  const { pool } = database
  const others = new Set<PoolClient>()
  await pool.query(`
    insert into organizations (id, path, name, slug) values (1, '{1}', 'Acme Prep', 'acme-prep');
    insert into courses (id, organization_id, name, display_name, access_months) values
      (11, 1, 'ielts', 'IELTS', 6), (12, 1, 'gmat', 'GMAT', 3);
    insert into courses (id, organization_id, name, display_name, archived_at) values (13, 1, 'toefl', 'TOEFL', now())`)
  return {
    ...db,
    pool,

    /** Each stands for a process of its own. */
    open: (onMail = () => {}): Engine => createEngine({ pool, passwordLinkDays: 7, now: () => now, onMail }),

    empty: () => pool.query('truncate users, memberships, enrollments, grants, operations, messages cascade'),

    async count() {
      const { rows } = await pool.query(`select
        (select count(*) from users) as users, (select count(*) from memberships) as memberships,
        (select count(*) from enrollments) as enrollments, (select count(*) from grants) as grants,
        (select count(*) from operations) as operations, (select count(*) from messages) as messages`)
      return rows[0]
    },

    /** A transaction of somebody else. */
    async begin() {
      const client = await pool.connect()
      others.add(client)
      await client.query('begin')
      return {
        query: (text: string, values: unknown[] = []) => client.query(text, values),
        async commit() {
          await client.query('commit')
          others.delete(client)
          client.release()
        },
      }
    },

    /** Until that many statements wait for a lock that somebody else holds. Answers the numbers of their processes. */
    async findWaiting(count: number): Promise<number[]> {
      const waiting = "select pid from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'"
      return vi.waitFor(async () => {
        const { rows } = await pool.query(waiting)
        expect(rows).toHaveLength(count)
        return rows.map(row => row.pid)
      })
    },

    async close(): Promise<void> {
      for (const client of others) client.release(true)
      await drop()
    },
  }
}

export function order(changes: Partial<ProvisionIntent> = {}): ProvisionIntent {
  return {
    kind: 'provision',
    call,
    email: 'jane@example.com',
    firstName: 'Jane',
    lastName: 'Doe',
    courses: ['ielts'],
    access: null,
    reference: 'order-1',
    welcome: true,
    grantSource: 'api',
    problems: [],
    ...changes,
  }
}

/** An order each for so many students. */
export function orders(count: number, changes: Partial<ProvisionIntent> = {}): ProvisionIntent[] {
  return Array.from({ length: count }, (_, n) => order({ email: `student${n}@example.com`, ...changes }))
}

/** Suspends or resumes what `order` gives. */
export function change(kind: 'suspend' | 'resume') {
  return { kind, call, email: 'jane@example.com', course: 'ielts', reason: null } as const
}
