/** The only reader of the environment: a typed Config, or one clear sentence. */
import { randomBytes } from 'node:crypto'
import { existsSync, linkSync, lstatSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { isIP } from 'node:net'
import { dirname, join, resolve } from 'node:path'
import { networkProblem } from './lib/network/addresses.ts'
import { loopback, ownNetworks } from './lib/network/private-addresses.ts'

export interface Config {
  readonly port: number
  readonly host: string
  /** Where people reach this server: protocol, name and port, nothing after it. Every link in a mail or an answer starts with it. */
  readonly publicUrl: string
  /** False: `publicUrl` is a guess that holds on this machine alone. */
  readonly publicUrlGiven: boolean
  /** Null: the embedded PostgreSQL in `dataDir`. */
  readonly databaseUrl: string | null
  readonly dataDir: string
  /** Null: mails are kept, not sent. */
  readonly smtpUrl: string | null
  readonly mailFrom: string
  readonly secretKey: string
  readonly logLevel: LogLevel
  readonly demo: boolean
  readonly production: boolean
  readonly passwordLinkDays: number
  /** Whether webhooks may lead to this machine and its network, and over plain http. */
  readonly webhookPrivateAddresses: boolean
  /** Name servers that are asked whose a domain is; none: those of the system. */
  readonly dnsServers: readonly string[]
  /** Addresses and networks of proxies in front of Usher, whose word on who called them is taken. */
  readonly trustedProxies: readonly string[]
}

const secretKeyFile = 'secret-key'
const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const
export type LogLevel = (typeof logLevels)[number]

/** A setting that cannot be used. Its message is the sentence to show. */
export class BadSetting extends Error {}

/**
 * With `begin`, a data folder is made and gets its secret key where there is none. Without, a folder that lacks what is
 * needed of it is refused: whoever asks something of it looks in the wrong place.
 */
export function readConfig(env: NodeJS.ProcessEnv, { begin = false } = {}): Config {
  const get = (name: string) => env[name]?.trim() || undefined
  const production = get('NODE_ENV') === 'production'
  const dataDir = resolve(get('DATA_DIR') ?? 'data')
  if (!get('DATABASE_URL') || !get('SECRET_KEY')) demandFolder(dataDir)
  if (!begin && !get('DATABASE_URL')) demandKept('database', join(dataDir, 'postgres'))
  if (!begin && !get('SECRET_KEY')) demandKept('secret key', join(dataDir, secretKeyFile))
  const port = readInteger('PORT', get('PORT') ?? '3000', 1, 65_535)
  return {
    port,
    host: get('HOST') ?? (production ? '0.0.0.0' : 'localhost'),
    publicUrl: readPublicUrl(get('PUBLIC_URL') ?? `http://localhost:${port}`),
    publicUrlGiven: get('PUBLIC_URL') !== undefined,
    databaseUrl: optional(get('DATABASE_URL'), readDatabaseUrl),
    dataDir,
    smtpUrl: optional(get('SMTP_URL'), readSmtpUrl),
    mailFrom: readMailFrom(get('MAIL_FROM') ?? 'Usher <usher@localhost>'),
    secretKey: readSecretKey(
      get('SECRET_KEY'),
      production && !get('DATA_DIR') && Boolean(get('DATABASE_URL')),
      dataDir,
    ),
    logLevel: readOneOf('LOG_LEVEL', get('LOG_LEVEL') ?? 'info', logLevels),
    demo: readSwitch('USHER_DEMO', get('USHER_DEMO') ?? '1') && !production,
    production,
    passwordLinkDays: readInteger('PASSWORD_LINK_DAYS', get('PASSWORD_LINK_DAYS') ?? '7', 1, 365),
    trustedProxies: readTrustedProxies(get('TRUSTED_PROXIES') ?? 'loopback'),
    dnsServers: readNameServers(get('DNS_SERVERS') ?? ''),
    webhookPrivateAddresses: readSwitch('WEBHOOK_PRIVATE_ADDRESSES', get('WEBHOOK_PRIVATE_ADDRESSES') ?? '0'),
  }
}

function optional<T>(value: string | undefined, read: (value: string) => T): T | null {
  return value === undefined ? null : read(value)
}

function readInteger(name: string, value: string, min: number, max: number): number {
  const number = /^\d+$/.test(value) ? Number(value) : Number.NaN
  if (number >= min && number <= max) return number
  throw new BadSetting(`${name} must be a whole number from ${min} to ${max}, not "${value}".`)
}

// Such a value may hold a password: it is not repeated.

/** Every path is Usher's own, and cookies and links are made for the whole name: there is no place below one. */
function readPublicUrl(value: string): string {
  const url = readUrl(/^https?:\/\/[^/\\?#@]+\/*$/i, value)
  if (url) return url.origin
  throw new BadSetting(
    'PUBLIC_URL must be an address like https://learn.example.com, which begins with http:// or https:// and has nothing after the name but a port.',
  )
}

function readDatabaseUrl(value: string): string {
  if (readUrl(/^postgres(ql)?:\/\//i, value)) return value
  throw new BadSetting('DATABASE_URL must be an address that starts with postgres:// or postgresql://.')
}

function readSmtpUrl(value: string): string {
  if (readUrl(/^smtps?:\/\//i, value)?.hostname) return value
  throw new BadSetting('SMTP_URL must be an address that starts with smtp:// or smtps:// and names a host.')
}

/** Stricter than `URL`, which reads over line breaks and lacking slashes. */
function readUrl(form: RegExp, value: string): URL | null {
  return form.test(value) && !/[\t\r\n]/.test(value) && URL.canParse(value) ? new URL(value) : null
}

const namedNetworks: Readonly<Record<string, readonly string[]>> = { loopback, private: [...loopback, ...ownNetworks] }

function readTrustedProxies(value: string): string[] {
  return value.split(/[\s,]+/).flatMap(entry => {
    const named = Object.hasOwn(namedNetworks, entry.toLowerCase()) && namedNetworks[entry.toLowerCase()]
    if (named) return named
    if (networkProblem(entry) === null) return [entry]
    throw new BadSetting(
      `TRUSTED_PROXIES must be IP addresses and networks such as 10.0.0.5 or 172.16.0.0/12, or the words "loopback" and "private", with commas between them; "${entry}" is none of these.`,
    )
  })
}

function readNameServers(value: string): string[] {
  const servers = value.split(/[\s,]+/).filter(Boolean)
  const bad = servers.find(
    server => isIP(server) === 0 && !/^(?:\d{1,3}(?:\.\d{1,3}){3}|\[[0-9a-f:]+\]):\d{1,5}$/i.test(server),
  )
  if (bad === undefined) return servers
  throw new BadSetting(
    `DNS_SERVERS must be IP addresses such as 192.0.2.53 or 192.0.2.53:5353, with commas between them; "${bad}" is none.`,
  )
}

function readMailFrom(value: string): string {
  if (/^(?:[^<>\r\n]*<[^\s<>@]+@[^\s<>@]+>|[^\s<>@]+@[^\s<>@]+)$/.test(value)) return value
  throw new BadSetting(`MAIL_FROM must be an address like "Acme Prep <hello@example.com>", not "${value}".`)
}

function readOneOf<T extends string>(name: string, value: string, allowed: readonly T[]): T {
  if ((allowed as readonly string[]).includes(value)) return value as T
  throw new BadSetting(`${name} must be one of ${allowed.join(', ')}, not "${value}".`)
}

function readSwitch(name: string, value: string): boolean {
  if (['1', 'true', 'yes', 'on'].includes(value.toLowerCase())) return true
  if (['0', 'false', 'no', 'off'].includes(value.toLowerCase())) return false
  throw new BadSetting(`${name} must be 1 or 0, not "${value}".`)
}

function demandFolder(path: string): void {
  const stats = statSync(path, { throwIfNoEntry: false })
  if (stats && !stats.isDirectory()) throw new BadSetting(`DATA_DIR must be a folder, which ${path} is not.`)
}

function demandKept(what: string, path: string): void {
  if (lstatSync(path, { throwIfNoEntry: false })) return
  throw new BadSetting(
    `There is no ${what} in ${dirname(path)} yet. Run this in Usher's folder and with its settings, such as DATA_DIR; \`usher start\` makes a new one.`,
  )
}

/** Given, or made at the first start and kept in the data folder, readable by its owner alone. */
function readSecretKey(value: string | undefined, demanded: boolean, dataDir: string): string {
  if (value !== undefined) {
    if (value.length >= 32) return value
    throw new BadSetting('SECRET_KEY must have at least 32 characters; `openssl rand -base64 32` makes a good one.')
  }
  if (demanded) {
    throw new BadSetting('SECRET_KEY must be set in production, or DATA_DIR, where Usher can make and keep one.')
  }
  const file = join(dataDir, secretKeyFile)
  const kept = getKeptSecretKey(file)
  if (kept.length >= 32) return kept
  throw new BadSetting(
    `DATA_DIR: the secret key in ${file} is not whole. Put it back from a backup, or remove the file.`,
  )
}

function getKeptSecretKey(file: string): string {
  try {
    mkdirSync(dirname(file), { recursive: true })
    if (!existsSync(file)) keepSecretKey(file)
    return readFileSync(file, 'utf8').trim()
  } catch (error) {
    throw new BadSetting(`DATA_DIR: cannot keep the secret key in ${file} (${(error as Error).message}).`)
  }
}

/** Written whole before it has its name: of two that begin at once, one gives the key to both. */
function keepSecretKey(file: string): void {
  const draft = `${file}.${randomBytes(6).toString('hex')}`
  try {
    writeFileSync(draft, randomBytes(32).toString('base64url'), { mode: 0o600, flag: 'wx', flush: true })
    linkSync(draft, file)
  } catch (error) {
    if (!existsSync(file)) throw error
  } finally {
    rmSync(draft, { force: true })
  }
}
