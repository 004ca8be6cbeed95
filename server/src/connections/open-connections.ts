/** What keeps other platforms in step: how each is opened, the worker, and the rules for where they may lie. */
import type { Logger } from 'pino'
import type { Config } from '../config.ts'
import type { Database } from '../db/database.ts'
import type { GuardedFetch } from '../lib/network/guarded-fetch.ts'
import type { Worker } from '../workers/worker.ts'
import type { Platforms } from './kinds.ts'
import { platforms } from './platforms.ts'
import { createConnectionWorker } from './worker.ts'
import type { ConnectionRules } from './write-connection.ts'

export interface Connections {
  readonly platforms: Platforms
  readonly rules: ConnectionRules
  readonly worker: Worker
}

export function openConnections(deps: {
  readonly database: Pick<Database, 'kysely'>
  readonly outside: Pick<GuardedFetch, 'fetch'>
  readonly config: Pick<Config, 'secretKey' | 'production'>
  readonly log: Logger
}): Connections {
  const { secretKey, production } = deps.config
  return {
    platforms,
    rules: { secretKey, isHttpsDemanded: production },
    worker: createConnectionWorker({ ...deps, platforms }),
  }
}
