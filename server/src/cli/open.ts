/** What a command works with: this machine's settings and their database, the same one that the server uses. */
import { type Config, readConfig } from '../config.ts'
import { type Database, openDatabase } from '../db/database.ts'
import { attachEmbeddedPostgres } from '../db/embedded.ts'
import { compareMigrations, refuseForeign } from '../db/migrate.ts'
import { createEmailLinks, type EmailLinks } from '../lib/links/email-links.ts'
import { createInvitationLinks, type InvitationLinks } from '../lib/links/invitation-links.ts'
import { createPasswordLinks, type PasswordLinks } from '../lib/links/password-links.ts'
import { Refusal } from '../lib/refusal.ts'
import { createEngine, type Engine } from '../provisioning/engine.ts'
import { needsMigration } from './explain-failure.ts'

export interface Connection {
  readonly config: Config
  readonly database: Database
  close(): Promise<void>
}

export interface OpenedCli extends Connection {
  readonly engine: Engine
  readonly passwordLinks: PasswordLinks
  readonly invitationLinks: InvitationLinks
  readonly emailLinks: EmailLinks
}

export type OpenCli = () => Promise<OpenedCli>

/** Refuses a database whose schema is not this version's: older, newer, or none that leads here. */
export async function openCli(): Promise<OpenedCli> {
  const opened = await openUnchecked()
  try {
    const compared = await compareMigrations(opened.database)
    refuseForeign(compared)
    if (compared.pending.length > 0) throw new Refusal('unavailable', needsMigration)
    return opened
  } catch (error) {
    await opened.close()
    throw error
  }
}

/** Takes any database, also one that does not answer. */
export async function openUnchecked(): Promise<OpenedCli> {
  const connection = await connect({ begin: false })
  const { config, database } = connection
  const passwordLinks = createPasswordLinks(config)
  const { passwordLinkDays } = config
  // The server's worker finds queued mails by itself.
  const engine = createEngine({
    pool: database.pool,
    passwordLinkDays,
    now: () => new Date(),
    onMail: () => {},
  })
  const links = { invitationLinks: createInvitationLinks(config), emailLinks: createEmailLinks(config) }
  return { ...connection, engine, passwordLinks, ...links }
}

/**
 * Connects to DATABASE_URL, or to the embedded database, which runs as long as the command when no server has it running.
 * `begin`: where there is none, it is made.
 */
export async function connect({ begin = true } = {}): Promise<Connection> {
  const config = readConfig(process.env, { begin })
  const embedded = config.databaseUrl === null ? await attachEmbeddedPostgres({ dataDir: config.dataDir }) : null
  const database = openDatabase(config.databaseUrl ?? (embedded as { url: string }).url, { max: 4 })
  return {
    config,
    database,
    async close() {
      await database.close()
      await embedded?.stop()
    },
  }
}

/** Opens, works, and closes whatever happens. */
export async function withUsher<Opened extends Connection>(
  open: () => Promise<Opened>,
  work: (opened: Opened) => Promise<void>,
): Promise<void> {
  const opened = await open()
  try {
    await work(opened)
  } finally {
    await opened.close()
  }
}
