import type { Config } from './config.ts'
import { demoOwner } from './demo/create-demo-owner.ts'

export interface Welcome {
  readonly url: string
  /** Sentences for the operator. */
  readonly notes: readonly string[]
  /** There is no organization to provision for. */
  readonly isEmpty: boolean
  /** Null: none was made at this start. */
  readonly demo: { readonly key: string; readonly ownerUrl: string | null } | null
  /** There is no mail server: mails are looked at here. */
  readonly keepsMails: boolean
}

/** What the operator sees once the server listens; at the very first start with a call to try. */
export function welcomeText({ url, notes, isEmpty, demo, keepsMails }: Welcome): string {
  const lines = [`Usher is ready at ${url}`, ...notes]
  if (isEmpty) lines.push('There is no organization yet: `npx usher org create --help` says how to make one.')
  if (demo) lines.push('', ...demoLines(url, demo))
  if (demo && keepsMails) lines.push(`Mails wait at ${url}/mail until you name a mail server. Ctrl-C ends Usher.`, '')
  return `${lines.join('\n')}\n`
}

/** What is not set that others than the operator need, in production. */
export function missingSettings({
  production,
  smtpUrl,
  publicUrl,
  publicUrlGiven,
}: Pick<Config, 'production' | 'smtpUrl' | 'publicUrl' | 'publicUrlGiven'>): string[] {
  if (!production) return []
  const noMail = 'SMTP_URL is not set: mails are kept, and nobody gets one.'
  const noAddress = `PUBLIC_URL is not set: links begin with ${publicUrl}, which opens on this machine alone.`
  return [...(smtpUrl === null ? [noMail] : []), ...(publicUrlGiven ? [] : [noAddress])]
}

function demoLines(url: string, { key, ownerUrl }: NonNullable<Welcome['demo']>): string[] {
  return [
    'A demo organization, Acme Prep, was made for you. Its API key, shown this once:',
    '',
    `  ${key}`,
    '',
    'Provision a student (paste this into another terminal, then open the set_password_url it answers):',
    '',
    `  curl -s ${url}/api/v1/provision/student/ \\`,
    `    -H "X-API-Key: ${key}" -H "Content-Type: application/json" \\`,
    `    -d '{"email":"jane@example.com","first_name":"Jane","last_name":"Doe","courses":["ielts","gmat"],"external_ref":"order-1"}'`,
    '',
    ...(ownerUrl
      ? [`Or open the console, and choose a password for ${demoOwner.email}:`, '', `  ${ownerUrl}`, '']
      : []),
  ]
}
