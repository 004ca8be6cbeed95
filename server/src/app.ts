/** The only place where things are built and joined. */
import type { Logger } from 'pino'
import { nativeApi } from './api/api.ts'
import { breakGlassRoutes } from './break-glass/routes.ts'
import { catalogItemRoutes } from './catalog/routes.ts'
import type { Config } from './config.ts'
import { openConnections } from './connections/open-connections.ts'
import { connectionRoutes } from './connections/routes.ts'
import { itemRoutes } from './courses/item-routes.ts'
import { courseRoutes } from './courses/routes.ts'
import { creditRoutes } from './credits/routes.ts'
import { customFieldRoutes } from './custom-fields/routes.ts'
import { type Database, isDatabaseThere, openDatabase } from './db/database.ts'
import { startEmbeddedPostgres } from './db/embedded.ts'
import { migrate } from './db/migrate.ts'
import { dialectFormats, dialectRoutes, dialectSettings, faces, plainAddress } from './dialects/dialects.ts'
import { domainRoutes } from './domains/routes.ts'
import { createRecordLooker } from './domains/text-record.ts'
import { myCourseRoutes } from './enrollments/my-course-routes.ts'
import { enrollmentRoutes } from './enrollments/routes.ts'
import { things } from './expand/things.ts'
import { explainRoutes } from './explain/routes.ts'
import { grantRoutes } from './grants/routes.ts'
import { groupContentRoutes } from './groups/content-routes.ts'
import { groupRoutes } from './groups/routes.ts'
import { packedAnswers } from './http/compress.ts'
import { openApi } from './http/description/openapi.ts'
import { referencePage } from './http/description/reference-page.ts'
import { errorPage } from './http/errors/error-guide.ts'
import { healthRoutes } from './http/health.ts'
import { createHttpServer, type HttpServer } from './http/server.ts'
import { webRoutes } from './http/static.ts'
import { attemptKeys, countAttempt } from './identity/attempts.ts'
import { identityRoutes } from './identity/routes.ts'
import { createRenewal } from './identity-providers/renew-metadata.ts'
import { identityProviderRoutes } from './identity-providers/routes.ts'
import { endImpersonationRoutes, impersonationRoutes } from './impersonation/routes.ts'
import { acceptRoutes } from './invitations/accept-routes.ts'
import { invitationRoutes } from './invitations/routes.ts'
import { jobs } from './jobs/jobs.ts'
import { createCallCounter } from './keyring/call-counter.ts'
import { createKeyring } from './keyring/find-key.ts'
import { keyRoutes } from './keys/routes.ts'
import { createEmailLinks } from './lib/links/email-links.ts'
import { createInvitationLinks } from './lib/links/invitation-links.ts'
import { createPasswordLinks, type PasswordLinks } from './lib/links/password-links.ts'
import { createShareLinks } from './lib/links/share-links.ts'
import { createGuardedFetch } from './lib/network/guarded-fetch.ts'
import { reachOf } from './lib/network/private-addresses.ts'
import { followRoutes } from './links/follow-routes.ts'
import { linkJoinRoutes } from './links/join-routes.ts'
import { linkRoutes } from './links/routes.ts'
import { createBadKeyRecorder } from './log/record-bad-key.ts'
import { mailRoutes } from './mail/mail-routes.ts'
import { mailPageRoutes } from './mail/routes.ts'
import { createMailTransport } from './mail/transport.ts'
import { createMailWorker } from './mail/worker.ts'
import { meRoutes } from './me/routes.ts'
import { membershipRoutes } from './memberships/routes.ts'
import { operationRoutes } from './operations/routes.ts'
import { undoRoutes } from './operations/undo-routes.ts'
import { orderRoutes } from './orders/routes.ts'
import { organizationRoutes } from './organizations/routes.ts'
import { planRoutes } from './plans/routes.ts'
import { productCourseRoutes } from './products/course-routes.ts'
import { productRoutes } from './products/routes.ts'
import { createEngine, type Engine } from './provisioning/engine.ts'
import { provisionRoutes } from './provisions/routes.ts'
import { refundRoutes } from './refunds/routes.ts'
import { reportRoutes } from './reports/routes.ts'
import { roleRoutes } from './roles/routes.ts'
import { claimRoutes } from './seats/claim-routes.ts'
import { seatRoutes } from './seats/routes.ts'
import { createSessions } from './sessions/sessions.ts'
import { myBrandingRoutes } from './settings/my-branding-routes.ts'
import { settingsRoutes } from './settings/routes.ts'
import { createOidc } from './sign-on/oidc/oidc.ts'
import { createConnections } from './single-sign-on/connections.ts'
import { signOnRoutes, signOnTestRoutes, waysInRoutes } from './single-sign-on/routes.ts'
import { signOutThere } from './single-sign-on/sign-out.ts'
import { teamMemberRoutes } from './teams/member-routes.ts'
import { teamRoutes } from './teams/routes.ts'
import { eraseRoutes } from './users/erase/routes.ts'
import { mergeRoutes } from './users/merge-routes.ts'
import { passwordLinkRoutes } from './users/password-link-routes.ts'
import { userRoutes } from './users/routes.ts'
import { userSessionRoutes } from './users/session-routes.ts'
import { deliveryRoutes } from './webhooks/delivery-routes.ts'
import { openWebhooks } from './webhooks/open-webhooks.ts'
import { webhookRoutes } from './webhooks/routes.ts'
import { createSchedule } from './workers/schedule.ts'

export interface App {
  readonly http: HttpServer
  readonly database: Database
  readonly engine: Engine
  readonly passwordLinks: PasswordLinks
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
    const invitationLinks = createInvitationLinks(config)
    const shareLinks = createShareLinks(config)
    const emailLinks = createEmailLinks(config)
    const mail = config.smtpUrl === null ? null : openMail(config.smtpUrl)
    const onMail = () => mail?.worker.wake()
    const engine = createEngine({
      pool: database.pool,
      passwordLinkDays: config.passwordLinkDays,
      now,
      onMail,
    })
    const lookForRecord = createRecordLooker(config.dnsServers)
    const keyring = createKeyring({ database, now })
    const calls = createCallCounter({ database, now })
    const sessions = createSessions({ database, config })
    const outside = createGuardedFetch(reachOf(config))
    const oidc = createOidc({ outside, now })
    const open = createConnections({ database, config, oidc, now })
    const renew = createRenewal({ database, outside, now })
    const singleSignOn = { database, engine, sessions, config, oidc, open, renew, now }
    const http = createHttpServer(log, {
      publicUrl: config.publicUrl,
      faces,
      plainAddress,
      trustedProxies: config.trustedProxies,
    })

    const webhooks = openWebhooks({ database, config, formats: dialectFormats({ database, config }), log })
    const connections = openConnections({ database, outside, config, log })

    function openMail(smtpUrl: string) {
      const transport = createMailTransport({ ...config, smtpUrl })
      return {
        transport,
        worker: createMailWorker({
          ...{ database, config, passwordLinks, invitationLinks, emailLinks },
          ...{ transport, log, now },
        }),
      }
    }

    const recordBadKey = createBadKeyRecorder({ database, engine })
    const allowBadKey = (ip: string | null) =>
      countAttempt(database.kysely, attemptKeys.badKeyFrom(ip), badKeysPerAddress, now())
    await http.register(packedAnswers)
    await http.register(openApi, config)
    const asked = {
      ...{ database, config, engine, keyring, calls, allowBadKey, recordBadKey, now },
      nextOperationId: engine.newOperationId,
    }
    await http.register(dialectRoutes({ ...asked, passwordLinks, onMail }))
    await http.register(
      nativeApi(
        {
          ...asked,
          ...{ sessions, things },
        },
        [
          keyRoutes(database),
          operationRoutes(database, things),
          mailRoutes({ database, onMail }),
          passwordLinkRoutes({ database, config, onMail }),
          organizationRoutes(database, dialectSettings),
          settingsRoutes(database),
          reportRoutes(database),
          userRoutes({ database, engine, config, onMail }),
          userSessionRoutes({ database }),
          mergeRoutes({ engine }),
          eraseRoutes({ database, engine }),
          impersonationRoutes(database),
          roleRoutes(database),
          membershipRoutes({ engine, database }),
          customFieldRoutes(database),
          teamRoutes({ engine, database }),
          enrollmentRoutes({ database, engine }),
          grantRoutes({ database, engine }),
          explainRoutes(database),
          teamMemberRoutes({ database, engine }),
          seatRoutes({ database, engine }),
          claimRoutes({ database, engine }),
          groupRoutes({ database, engine }),
          groupContentRoutes({ database, engine }),
          invitationRoutes({ database, engine }),
          linkRoutes({ database, shareLinks }),
          linkJoinRoutes({ database, engine }),
          provisionRoutes({ engine, database, passwordLinks }),
          undoRoutes({ engine }),
          planRoutes(database),
          courseRoutes(database),
          itemRoutes(database),
          productRoutes(database),
          productCourseRoutes({ engine, database }),
          catalogItemRoutes(database),
          creditRoutes(database),
          orderRoutes({ engine, database }),
          refundRoutes({ engine }),
          webhookRoutes({ database, config, ...webhooks }),
          deliveryRoutes(database),
          connectionRoutes({ ...{ database, outside, config }, ...connections, onDue: connections.worker.wake }),
          identityProviderRoutes({ database, config, outside }),
          domainRoutes({ database, lookForRecord }),
          breakGlassRoutes(database),
          signOnTestRoutes({ database, config }),
        ],
      ),
    )
    await http.register(
      identityRoutes({
        database,
        config,
        sessions,
        passwordLinks,
        onMail,
        signOutThere: by => signOutThere(singleSignOn, by),
      }),
    )
    await http.register(signOnRoutes(singleSignOn))
    await http.register(waysInRoutes(singleSignOn))
    await http.register(followRoutes({ database, engine, config }))
    await http.register(acceptRoutes({ database, engine, sessions, invitationLinks, config }))
    await http.register(myCourseRoutes({ database, sessions }))
    await http.register(myBrandingRoutes({ database, sessions }))
    await http.register(meRoutes({ database, sessions, config, emailLinks, onMail }))
    await http.register(endImpersonationRoutes({ database, sessions, config }))
    await http.register(healthRoutes(() => isDatabaseThere(database)))
    await http.register(mailPageRoutes({ database, config, passwordLinks, invitationLinks, emailLinks, now }))
    await http.register(errorPage)
    await http.register(referencePage)
    await http.register(webRoutes)
    mail?.worker.start()
    webhooks.worker.start()
    connections.worker.start()
    const schedule = createSchedule(jobs, { database, engine, onMail, lookForRecord, outside }, { database, log, now })
    schedule.start()

    return {
      http,
      database,
      engine,
      passwordLinks,
      notes: embedded?.notes ?? [],
      async close() {
        await Promise.all([schedule.stop(), closeHttp(http)])
        await engine.settled()
        await Promise.all([mail?.worker.stop(), webhooks.worker.stop(), connections.worker.stop()])
        mail?.transport.close()
        webhooks.sender.close()
        outside.close()
        await keyring.close()
        await calls.close()
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
