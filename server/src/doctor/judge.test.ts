import { expect, test } from 'vitest'
import { driftOf } from './clock.ts'
import { judgeVersion } from './database.ts'
import { judgeProviders } from './identity-providers.ts'
import { judgeJobs } from './jobs.ts'
import { judgeMails } from './mails.ts'
import { risksOf } from './settings.ts'
import { judgeWebhooks } from './webhooks.ts'

const at = (milliseconds: number) => new Date(1_800_000_000_000 + milliseconds)

test.each([
  ['in between', 50, 0],
  ['later than the answer', 5100, 5000],
  ['earlier than the question', -3000, -3000],
])('a clock that tells a time %s drifts by what the way cannot explain', (_, told, drift) => {
  expect(driftOf({ asked: at(0), told: at(told), answered: at(100) })).toBe(drift)
})

test('a PostgreSQL that is too old is said', () => {
  expect(judgeVersion({ version: '18.1', number: 180001 })).toEqual({ well: true, found: 'PostgreSQL 18.1' })
  expect(judgeVersion({ version: '14.9', number: 140009 })).toMatchObject({ well: false })
})

test('mails that wait are wrong only where mails are sent', () => {
  expect(judgeMails({ failed: 0, late: 3, kept: 3 }, false)).toEqual({ well: true, found: '3 kept, none sent' })
  expect(judgeMails({ failed: 0, late: 3, kept: 3 }, true)).toMatchObject({ well: false })
  expect(judgeMails({ failed: 2, late: 0, kept: 0 }, false)).toMatchObject({ well: false })
  expect(judgeMails({ failed: 0, late: 0, kept: 2 }, true)).toMatchObject({ well: true })
})

test('webhooks that fail are named, without what is secret in their addresses', () => {
  const failing = { id: 7, url: 'https://hooks.example.com/secret', organization: 'acme', isOff: true, isFull: true }
  expect(judgeWebhooks([])).toEqual({ well: true, found: 'None fails' })
  expect(judgeWebhooks([failing])).toEqual({
    well: false,
    found: '1 fails: 7 (acme, hooks.example.com, off, full). Their deliveries say why',
  })
})

test('a provider is named whose certificate or our key ends soon, or whose clock goes wrong', () => {
  const well = { id: 7, organization: 'lakeside', warning: null, keys_warning: null, clock_skew_ms: 30_000 }
  expect(judgeProviders([well])).toMatchObject({ well: true })
  const ends = { within_days: 30, ends_at: new Date('2026-12-24T00:00:00Z') } as const
  const faulty = { ...well, warning: { ...ends, within_days: 0 as const }, keys_warning: ends, clock_skew_ms: -61_000 }
  expect(judgeProviders([well, faulty])).toEqual({
    well: false,
    found: '7 (lakeside): its last certificate ended 2026-12-24, our key ends 2026-12-24, its clock is -61 seconds off',
  })
})

const good = {
  production: true,
  smtpUrl: 'smtps://mail.example.com',
  mailFrom: 'Acme Prep <hello@example.com>',
  publicUrl: 'https://learn.example.com',
  publicUrlGiven: true,
}

test.each([
  ['http', { publicUrl: 'http://learn.example.com' }, ['PUBLIC_URL begins with http']],
  ['no address', { publicUrl: 'http://localhost:3000', publicUrlGiven: false }, ['PUBLIC_URL is not set']],
  ['no mail server', { smtpUrl: null }, ['SMTP_URL is not set']],
  ['no sender', { mailFrom: 'Usher <usher@localhost>' }, ['MAIL_FROM is Usher <usher@localhost>']],
  ['nothing', {}, []],
  ['http on a machine of one’s own', { publicUrl: 'http://localhost:3000', production: false, smtpUrl: null }, []],
])('what is risky about %s is said', (_, settings, words) => {
  const risks = risksOf({ ...good, ...settings })
  expect(risks.map((risk, index) => risk.startsWith(words[index] ?? 'none'))).toEqual(words.map(() => true))
})

test('a job that has not ended well for long is named, with what it failed of', () => {
  const row = (name: string, minutesAgo: number, error: string | null = null) => ({
    ...{ name, error, well_at: at(-60_000 * minutesAgo) },
  })
  expect(judgeJobs([], at(0))).toMatchObject({ well: true })
  const well = [row('end access', 5), row('delete old plans', 124, 'no'), row('of another version', 9999)]
  expect(judgeJobs(well, at(0))).toMatchObject({ well: true })
  expect(judgeJobs([row('end access', 7, '1 failed.'), row('remind', 5)], at(0))).toEqual({
    well: false,
    found: 'Some did not end well: "end access" not since 2027-01-15T07:53:00Z: 1 failed',
  })
  expect(judgeJobs([row('delete old plans', 126)], at(0)).found).toMatch(/does usher run/i)
})
