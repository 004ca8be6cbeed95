/** The whole of Usher on a database of its own, listening on a free port. */
import pino from 'pino'
import { type App, createApp } from '../src/app.ts'
import type { Config } from '../src/config.ts'
import type { Database } from '../src/db/database.ts'
import { createDemo } from '../src/demo/create-demo.ts'
import type { ProvisionAnswer } from '../src/dialects/student/schema.ts'
import { createPasswordLinks, type PasswordLinks } from '../src/lib/links/password-links.ts'
import { createTestDatabase, type TestDatabase } from './database.ts'
import { findFreePort } from './free-port.ts'

export interface TestServer {
  readonly url: string
  /** Of the demo organization, Acme Prep. */
  readonly apiKey: string
  readonly app: App
  readonly database: Database
  readonly databaseUrl: string
  readonly outage: Pick<TestDatabase, 'goDown' | 'comeBack'>
  readonly passwordLinks: PasswordLinks
  /** Calls the student API with the demo organization's key; `body` goes as JSON. */
  call(path: string, body?: unknown, key?: string): Promise<{ status: number; headers: Headers; body: StudentAnswer }>
  close(): Promise<void>
}

/** Whatever the student API answers. */
type StudentAnswer = Omit<ProvisionAnswer, 'status'> & {
  status: string
  code: string
  message: string
  course_types: { name: string; display_name: string }[]
}

const secretKey = 'a secret key of the tests, long enough'

export async function startTestServer(changes: Partial<Config> = {}): Promise<TestServer> {
  const { url: databaseUrl, drop, ...outage } = await createTestDatabase()
  const port = changes.port ?? (await findFreePort())
  const url = `http://127.0.0.1:${port}`
  const config: Config = {
    port,
    host: '127.0.0.1',
    publicUrl: url,
    publicUrlGiven: true,
    databaseUrl,
    dataDir: '',
    smtpUrl: null,
    mailFrom: 'Acme Prep <hello@example.com>',
    secretKey,
    logLevel: 'silent',
    demo: true,
    production: false,
    passwordLinkDays: 7,
    webhookPrivateAddresses: false,
    dnsServers: [],
    trustedProxies: ['127.0.0.0/8', '::1'],
    ...changes,
  }
  const app = await createApp(config, pino({ level: config.logLevel }))
  await app.http.listen({ port, host: config.host })
  const apiKey = (await createDemo(app.database))?.rawKey ?? ''
  return {
    url,
    apiKey,
    app,
    database: app.database,
    databaseUrl,
    outage,
    passwordLinks: createPasswordLinks(config),
    async call(path, body, key = apiKey) {
      const response = await fetch(`${url}/api/v1${path}`, {
        method: body === undefined ? 'GET' : 'POST',
        headers: { 'x-api-key': key, ...(body !== undefined && { 'content-type': 'application/json' }) },
        body: typeof body === 'string' ? body : JSON.stringify(body),
      })
      return { status: response.status, headers: response.headers, body: (await response.json()) as StudentAnswer }
    },
    async close() {
      await app.close()
      await drop()
    },
  }
}
