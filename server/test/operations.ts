/** Every operation of the native API, from `openapi.json`, with what it takes to call it. */
import { readFileSync } from 'node:fs'
import { sql } from 'kysely'
import type { Api } from './api.ts'
import { sample } from './sample.ts'
import type { TestServer } from './server.ts'
import { bodies, things } from './things.ts'

interface Description {
  /** Null: any caller may. */
  'x-permission'?: string | null
  /** Whether being allowed it in a team is enough. */
  'x-in-teams'?: boolean
  /** Whether a session must have been proven lately; or for which fields. */
  'x-proof'?: true | string[]
  parameters?: { in?: string; name?: string; required?: boolean; example?: string }[]
  // biome-ignore lint/suspicious/noExplicitAny: a JSON schema
  requestBody?: { content: Record<string, { schema: any }> }
}

export interface Operation {
  readonly name: string
  readonly method: string
  readonly path: string
  readonly operation: Description
  readonly permission: string | null
}

const description = JSON.parse(readFileSync(new URL('../../openapi.json', import.meta.url), 'utf8'))

export const operations: readonly Operation[] = Object.entries<Record<string, Description>>(description.paths).flatMap(
  ([path, methods]) =>
    Object.entries(methods).flatMap(([method, operation]) => {
      const permission = operation['x-permission']
      return permission !== undefined ? [{ name: `${method} ${path}`, method, path, operation, permission }] : []
    }),
)

export function takesInQuery({ operation: { parameters = [] } }: Operation, name: string): boolean {
  return parameters.some(parameter => parameter.in === 'query' && parameter.name === name)
}

export function takesInBody({ operation: { requestBody } }: Operation, name: string): boolean {
  const schema = requestBody?.content['application/json']?.schema
  const resolved = schema?.$ref ? description.components.schemas[schema.$ref.split('/').at(-1)] : schema
  return (JSON.stringify(resolved) ?? '').includes(`"${name}":{`)
}

/** What is required, and this. */
export function queryFor({ operation: { parameters = [] } }: Operation, more: Record<string, string>): URLSearchParams {
  const query = new URLSearchParams(more)
  for (const parameter of parameters)
    if (parameter.in === 'query' && parameter.required) query.set(parameter.name ?? '', parameter.example ?? '')
  return query
}

/** What makes the thing of an address, or the thing that it is below. */
export function thingOf(path: string) {
  const addresses = Object.keys(things).filter(address => path === address || path.startsWith(`${address}/`))
  const address = addresses.find(address => address.split('{').length === path.split('{').length)
  return address === undefined ? undefined : things[address]
}

export function fill(path: string, parts: readonly (number | string)[]): string {
  const left = [...parts]
  return path.replace(/\{\w+\}/g, () => String(left.shift() ?? 1))
}

/** One that is good, with what `acme` makes for it; `parts` are of the address that it goes to. */
export async function bodyFor(
  acme: Api,
  { name, operation: { requestBody } }: Operation,
  parts: readonly (number | string)[] = [],
): Promise<unknown> {
  const body = bodies[name]
  if (body) return body(acme, parts)
  const schema = requestBody?.content['application/json']?.schema
  return schema && sample(schema, description.components.schemas)
}

export function call(api: Api, method: string, address: string, body: unknown) {
  if (method === 'get' || method === 'delete') return api[method](address)
  return api[method as 'post' | 'put' | 'patch'](address, body)
}

/** Everything that is kept, but for what is written of calls that are refused, by jobs, and by those who send webhooks meanwhile. */
export async function readAll({ database: { kysely } }: TestServer): Promise<Record<string, string>> {
  const aside = [
    'operations',
    'attempts',
    'call_counts',
    'deliveries',
    'events',
    'jobs',
    'migrations',
    'migrations_lock',
  ]
  const ofSending = ['last_used_at', 'claimed_at', 'paused_until', 'failing_since']
  const { rows: tables } = await sql<{ name: string }>`
    select relname as name from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace
      and relname <> all(${aside}) order by relname`.execute(kysely)
  const parts = tables.map(
    ({ name }) => sql`select ${name} as name, md5(string_agg(md5((to_jsonb(t) - ${ofSending}::text[])::text), ''
      order by (to_jsonb(t) - ${ofSending}::text[])::text)) as hash from ${sql.table(name)} t`,
  )
  const { rows } = await sql<{ name: string; hash: string }>`${sql.join(parts, sql` union all `)}`.execute(kysely)
  return Object.fromEntries(rows.map(({ name, hash }) => [name, hash]))
}
