/**
 * The ceiling of one-at-a-time: everything a call writes for a new student with one course, as one hand-written statement
 * a call that commits by itself. By pgbench where it is installed, otherwise by node-postgres.
 */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { type Latencies, summarize } from './load.ts'

const statement = `
with new as (
  select nextval('ids') as user_id, nextval('ids') as link_id, nextval('ids') as enrollment_id,
    nextval('ids') as grant_id, nextval('ids') as operation_id, nextval('ids') as message_id,
    now() as at, course.id as course_id, course.organization_id, key.id as key_id, key.prefix
  from courses course join keys key using (organization_id) where course.name = 'ielts' limit 1
), new_user as (
  insert into users (id, email, first_name, last_name, password_link_id, password_link_expires_at, operation_id)
  select user_id, 'student' || user_id || '@ceiling.example.com', 'Jane', 'Doe', link_id, at + interval '7 days',
    operation_id
  from new
), new_membership as (
  insert into memberships (user_id, organization_id, role, operation_id, email, first_name, last_name)
  select user_id, organization_id, 'learner', operation_id, 'student' || user_id || '@ceiling.example.com', 'Jane', 'Doe' from new
), new_enrollment as (
  insert into enrollments (id, user_id, course_id, starts_at, ends_at)
  select enrollment_id, user_id, course_id, at, at + interval '6 months' from new
), new_grant as (
  insert into grants (id, user_id, course_id, organization_id, operation_id, source, reference, starts_at, months,
    time_zone, renewal)
  select grant_id, user_id, course_id, organization_id, operation_id, 'api', 'order-' || user_id, at, 6, 'UTC', 'extend'
  from new
), new_message as (
  insert into messages (id, kind, user_id, organization_id, operation_id)
  select message_id, 'welcome', user_id, organization_id, operation_id from new
)
insert into operations (id, organization_id, kind, actor_kind, actor_id, key_prefix, ip, source, reference, email, user_id,
  courses, result, at, duration_ms)
select operation_id, organization_id, 'provision', 'apiKey', key_id, prefix, '127.0.0.1', 'bench', 'order-' || user_id,
  'student' || user_id || '@ceiling.example.com', user_id, '{ielts}', 'created', at, 1 from new`

export const hasPgbench = spawnSync('pgbench', ['--version']).status === 0

export function measureCeiling(databaseUrl: string, connections: number, seconds: number): Promise<Latencies> {
  return hasPgbench
    ? measureByPgbench(databaseUrl, connections, seconds)
    : measureByNode(databaseUrl, connections, seconds)
}

async function measureByPgbench(databaseUrl: string, connections: number, seconds: number): Promise<Latencies> {
  const folder = mkdtempSync(join(tmpdir(), 'usher-pgbench-'))
  writeFileSync(join(folder, 'script'), `${statement.replaceAll('\n', ' ')};\n`)
  const options = ['-n', '-M', 'prepared', '-f', 'script', '-c', `${connections}`, '-j', `${Math.min(connections, 2)}`]
  const run = spawnSync('pgbench', [...options, '-T', `${seconds}`, '--log', databaseUrl], {
    cwd: folder,
    encoding: 'utf8',
  })
  if (run.status !== 0) throw new Error(`pgbench: ${run.stderr}`)
  const logs = readdirSync(folder).filter(name => name.startsWith('pgbench_log'))
  const lines = logs.flatMap(name => readFileSync(join(folder, name), 'utf8').trim().split('\n'))
  rmSync(folder, { recursive: true })
  const microseconds = 2 // the third column: https://www.postgresql.org/docs/current/pgbench.html, "Per-Transaction Logging"
  return summarize(
    lines.map(line => Number(line.split(' ')[microseconds]) / 1000),
    seconds,
  )
}

async function measureByNode(databaseUrl: string, connections: number, seconds: number): Promise<Latencies> {
  const times: number[] = []
  const end = performance.now() + seconds * 1000
  const work = Array.from({ length: connections }, async () => {
    const client = new pg.Client(databaseUrl)
    await client.connect()
    while (performance.now() < end) {
      const asked = performance.now()
      await client.query({ name: 'ceiling', text: statement })
      times.push(performance.now() - asked)
    }
    await client.end()
  })
  await Promise.all(work)
  return summarize(times, seconds)
}
