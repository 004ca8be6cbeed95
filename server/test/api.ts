/** Calls the native API with a key of the demo organization that may do everything. */
import { randomBytes } from 'node:crypto'
import { createKey } from '../src/keys/create-key.ts'
import { getOrganization } from '../src/organizations/queries.ts'
import type { TestServer } from './server.ts'

// biome-ignore lint/suspicious/noExplicitAny: what comes back is for the test to look at
type Answer = { status: number; headers: Headers; body: any }

export interface Api {
  /** The headers that say who calls. */
  readonly credentials: Readonly<Record<string, string>>
  get(path: string, headers?: Record<string, string>): Promise<Answer>
  post(path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>
  put(path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>
  patch(path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>
  delete(path: string, headers?: Record<string, string>): Promise<Answer>
}

/** `organization` is a slug, `scopes` what the key may do. */
export async function openApi(
  usher: TestServer,
  { organization = 'acme-prep', scopes = ['manage'] }: { organization?: string; scopes?: string[] } = {},
): Promise<Api> {
  const by = { actor: { kind: 'system' }, source: 'test', ip: null, receivedAt: new Date() } as const
  const { kysely } = usher.database
  const { id: organizationId } = await getOrganization(kysely, organization)
  const { rawKey } = await kysely
    .transaction()
    .execute(transaction =>
      createKey(transaction, { organizationId, name: 'Tests', random: randomBytes(32), scopes }, by),
    )

  return openApiWith(usher, rawKey)
}

/** The same for a key that is there. */
export function openApiWith(usher: Pick<TestServer, 'url'>, rawKey: string): Api {
  return openApiAs(usher, { authorization: `Bearer ${rawKey}` })
}

/** The same for who shows these headers. */
export function openApiAs({ url }: Pick<TestServer, 'url'>, credentials: Record<string, string>): Api {
  async function call(method: string, path: string, body?: unknown, headers: Record<string, string> = {}) {
    const type = body === undefined ? {} : { 'content-type': 'application/json' }
    const response = await fetch(url + path, {
      method,
      headers: { ...credentials, ...type, ...headers },
      body: body === undefined ? undefined : JSON.stringify(body),
    })
    const text = await response.text()
    return { status: response.status, headers: response.headers, body: text === '' ? null : JSON.parse(text) }
  }
  return {
    credentials,
    get: (path, headers) => call('GET', path, undefined, headers),
    post: (path, body, headers) => call('POST', path, body, headers),
    put: (path, body, headers) => call('PUT', path, body, headers),
    patch: (path, body, headers) => call('PATCH', path, body, headers),
    delete: (path, headers) => call('DELETE', path, undefined, headers),
  }
}
