/** Calls the Northpass dialect as a client written for the real service does. */
import { randomBytes } from 'node:crypto'
import { createKey } from '../src/keys/create-key.ts'
import { getOrganization } from '../src/organizations/queries.ts'
import { type Api, openApiAs } from './api.ts'
import type { TestServer } from './server.ts'

export interface Northpass extends Api {
  readonly key: string
  /** Sends `body` as it stands. */
  send(method: string, path: string, body?: string, headers?: Record<string, string>): Promise<Response>
}

/** Its organization is left alone by the limit of a second, unless `callsASecond` says otherwise. */
export async function openNorthpass(
  usher: TestServer,
  { organization = 'acme-prep', scopes = ['manage'], callsASecond = 0 } = {},
): Promise<Northpass> {
  const { kysely, pool } = usher.database
  const by = { actor: { kind: 'system' }, source: 'test', ip: null, receivedAt: new Date() } as const
  const { id: organizationId } = await getOrganization(kysely, organization)
  await pool.query(
    `update organizations set dialects = jsonb_set(dialects, '{northpass}', dialects -> 'northpass' || $2) where id = $1`,
    [organizationId, { calls_a_second: callsASecond }],
  )
  const { rawKey: key } = await kysely
    .transaction()
    .execute(transaction =>
      createKey(transaction, { organizationId, name: 'Tests', random: randomBytes(32), scopes }, by),
    )
  return {
    ...openApiAs(usher, { 'x-api-key': key, accept: 'application/json' }),
    key,
    send: (method, path, body, headers = {}) =>
      fetch(usher.url + path, {
        method,
        headers: { 'x-api-key': key, 'content-type': 'application/json', ...headers },
        body,
      }),
  }
}

export const attributes = (values: object) => ({ data: { attributes: values } })
