/** A database with very many people, written in bulk and past the engine: for measuring what reads. */
import { readFileSync } from 'node:fs'
import pg from 'pg'

export const people = Number(process.env.BENCH_PEOPLE ?? 1_000_000)

const tables =
  `users memberships operations enrollments grants messages teams team_members seats claims orders order_lines
  groups group_members invitations`.split(/\s+/)

/** What a table checks and finds by is taken off before, and put on again when all rows are there. */
export async function fillDatabase(databaseUrl: string): Promise<void> {
  const client = new pg.Client(databaseUrl)
  await client.connect()
  await client.query(`set bench.people = ${people}; set synchronous_commit = off;
    set maintenance_work_mem = '1GB'; set work_mem = '256MB'`)
  const { rows: parts } = await client.query<{ remove: string; restore: string }>(
    `select format('alter table %s drop constraint %I', conrelid::regclass, conname) as remove,
       format('alter table %s add constraint %I %s', conrelid::regclass, conname, pg_get_constraintdef(oid)) as restore
     from pg_constraint where contype = 'f' and conrelid = any($1::regclass[])
     union all
     select format('drop index %s', indexrelid::regclass), pg_get_indexdef(indexrelid) from pg_index
     where indrelid = any($1::regclass[]) and not exists (select from pg_constraint where conindid = indexrelid)
     union all
     select format('alter table %s disable trigger user', name), format('alter table %1$s enable trigger user', name)
     from unnest($1::regclass[]) as name`,
    [tables],
  )
  const statements = readFileSync(new URL('fill.sql', import.meta.url), 'utf8').split(';\n\n')
  const all = [...parts.map(({ remove }) => remove), ...statements, ...parts.map(({ restore }) => restore)]
  for (const statement of [...all, 'vacuum analyze']) await client.query(statement)
  await client.end()
}
