/** The APIs of others that we speak: each is joined here, and named nowhere else. */
import type { FastifyPluginAsync } from 'fastify'
import type { Config } from '../config.ts'
import { listActiveCourses } from '../courses/queries.ts'
import type { Database } from '../db/database.ts'
import type { FaceWords } from '../http/errors/errors.ts'
import type { PasswordLinks } from '../lib/links/password-links.ts'
import type { DialectSettings } from '../organizations/dialect-settings.ts'
import type { WebhookFormats } from '../webhooks/format.ts'
import type { NorthpassDeps } from './northpass/api.ts'
import { words as northpassWords } from './northpass/errors.ts'
import { northpassRoutes } from './northpass/routes.ts'
import { northpassSettings } from './northpass/settings.ts'
import { northpassFormat } from './northpass/webhooks.ts'
import { words as studentWords } from './student/errors.ts'
import { studentRoutes } from './student/routes.ts'

export { plainAddress } from './northpass/body.ts'

/** Where each stands, with its words for what is refused. */
export const faces: Readonly<Record<string, FaceWords>> = {
  '/api/v1': studentWords,
  '/v1': northpassWords,
  '/v2': northpassWords,
}

/** What they keep for each organization. */
export const dialectSettings: readonly DialectSettings[] = [northpassSettings]

/** In whose words webhooks are told, besides ours. */
export function dialectFormats(deps: {
  readonly database: Pick<Database, 'kysely'>
  readonly config: Pick<Config, 'publicUrl'>
}): WebhookFormats {
  return { northpass: northpassFormat(deps) }
}

export function dialectRoutes(deps: NorthpassDeps & { readonly passwordLinks: PasswordLinks }): FastifyPluginAsync {
  const listCourses = (organizationId: number) => listActiveCourses(deps.database.kysely, organizationId)
  return async app => {
    // A call of the student API is the engine's from the first packet on, which numbers it.
    await app.register(studentRoutes({ ...deps, listCourses, nextOperationId: undefined }), { prefix: '/api/v1' })
    await app.register(northpassRoutes(deps))
  }
}
