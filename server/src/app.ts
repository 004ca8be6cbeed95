/** The only place where things are built and joined. */
import type { Logger } from 'pino'
import type { Config } from './config.ts'
import { listActiveCourses } from './courses/queries.ts'
import { type Database, openDatabase } from './db/database.ts'
import { startEmbeddedPostgres } from './db/embedded.ts'
import { isDatabaseThere } from './db/is-there.ts'
import { migrate } from './db/migrate.ts'
import { edgeWords } from './dialects/student/errors.ts'
import { studentRoutes } from './dialects/student/routes.ts'
import { enrollmentRoutes } from './enrollments/routes.ts'
import { healthRoutes } from './http/health.ts'
import { openApi } from './http/openapi.ts'
import { createHttpServer, type HttpServer } from './http/server.ts'
import { webRoutes } from './http/static.ts'
import { attemptKeys, countAttempt } from './identity/attempts.ts'
import { createAuth } from './identity/auth.ts'
import { deleteExpired } from './identity/clean-up.ts'
import { identityRoutes } from './identity/routes.ts'
import { everyHour } from './jobs/every-hour.ts'
import { createKeyring } from './keys/find-key.ts'
import { createPasswordLinks } from './lib/password-links.ts'
import { mailPageRoutes } from './mail/routes.ts'
import { createMailTransport } from './mail/transport.ts'
import { createMailWorker } from './mail/worker.ts'
import { createEngine } from './provisioning/engine.ts'

export interface App {
  readonly http: HttpServer
  readonly database: Database
  /** What the operator should read. */
  readonly notes: readonly string[]
  /** Answers what is under way, then lets go of everything. */
  close(): Promise<void>
}

const badKeysPerAddress = { times: 60, minutes: 1 }

/** Database, migrations, engine, mail and HTTP; not yet listening. */
export async function createApp(config: Config, log: Logger): Promise<App> {
  const now = () => new Date()
  const embedded = config.databaseUrl === null ? await startEmbeddedPostgres({ dataDir: config.dataDir, log }) : null
  const database = openDatabase(config.databaseUrl ?? (embedded as { url: string }).url)
  const letGo = async () => {
    await database.close()
    await embedded?.stop()
  }
  try {
    await migrate(database)
    const passwordLinks = createPasswordLinks(config)
    const mail = config.smtpUrl === null ? null : openMail(config.smtpUrl)
    const onMail = () => mail?.worker.wake()
    const engine = createEngine({
      pool: database.pool,
      passwordLinkDays: config.passwordLinkDays,
      now,
      onMail,
    })
    const keyring = createKeyring({ database, now })
    const auth = createAuth({ database, config, log })
    const http = createHttpServer(log, { '/api/v1': edgeWords })

    function openMail(smtpUrl: string) {
      const transport = createMailTransport({ smtpUrl, mailFrom: config.mailFrom })
      return { transport, worker: createMailWorker({ database, config, passwordLinks, transport, log, now }) }
    }

    await http.register(openApi)
    await http.register(
      studentRoutes({
        engine,
        keyring,
        passwordLinks,
        listCourses: organizationId => listActiveCourses(database.kysely, organizationId),
        allowBadKey: ip => countAttempt(database.kysely, attemptKeys.badKeyFrom(ip), badKeysPerAddress, now()),
        now,
      }),
      { prefix: '/api/v1' },
    )
    await http.register(identityRoutes({ database, config, auth, passwordLinks, onMail }))
    await http.register(enrollmentRoutes({ database, auth }))
    await http.register(healthRoutes(() => isDatabaseThere(database)))
    await http.register(mailPageRoutes({ database, config, passwordLinks, now }))
    await http.register(webRoutes)
    mail?.worker.start()
    const stopCleanUp = everyHour(() => deleteExpired(database.kysely, now()), log)

    return {
      http,
      database,
      notes: embedded?.notes ?? [],
      async close() {
        await stopCleanUp()
        await closeHttp(http)
        await engine.settled()
        await mail?.worker.stop()
        mail?.transport.close()
        await keyring.close()
        await letGo()
      },
    }
  } catch (error) {
    await letGo()
    throw error
  }
}

/** Answers what has been asked; who does not get to the end of asking in time is hung up on. */
export async function closeHttp(http: HttpServer, graceMs = 10_000): Promise<void> {
  const hangUp = setTimeout(() => http.server.closeAllConnections(), graceMs)
  await http.close()
  clearTimeout(hangUp)
}
