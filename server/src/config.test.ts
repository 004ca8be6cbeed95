import { expect, test } from 'vitest'
import { BadSetting, readConfig } from './config.ts'

const publicUrl =
  'PUBLIC_URL must be an address like https://learn.example.com, which begins with http:// or https:// and has nothing after the name but a port.'
const smtpUrl = 'SMTP_URL must be an address that starts with smtp:// or smtps:// and names a host.'
const databaseUrl = 'DATABASE_URL must be an address that starts with postgres:// or postgresql://.'

const trustedProxies = (entry: string) =>
  `TRUSTED_PROXIES must be IP addresses and networks such as 10.0.0.5 or 172.16.0.0/12, or the words "loopback" and "private", with commas between them; "${entry}" is none of these.`

test.each([
  ['PUBLIC_URL', 'learn.example.com', publicUrl],
  ['PUBLIC_URL', 'https:learn.example.com', publicUrl],
  ['PUBLIC_URL', 'https:///learn.example.com', publicUrl],
  ['PUBLIC_URL', 'https://learn.example.com?', publicUrl],
  ['PUBLIC_URL', 'https://learn.example.com/?from=mail', publicUrl],
  ['PUBLIC_URL', 'https://learn.example.com#', publicUrl],
  ['PUBLIC_URL', 'https://ann:s3cret@learn.example.com', publicUrl],
  ['PUBLIC_URL', 'https://learn.exa\nmple.com', publicUrl],
  ['PUBLIC_URL', 'https://example.com/learn', publicUrl],
  ['PUBLIC_URL', 'https://learn.example.com\\', publicUrl],
  ['PUBLIC_URL', 'ftp://learn.example.com', publicUrl],
  ['SMTP_URL', 'smtp:', smtpUrl],
  ['SMTP_URL', 'smtp://', smtpUrl],
  ['SMTP_URL', 'smtps:mail.example.com', smtpUrl],
  ['SMTP_URL', 'mail.example.com', smtpUrl],
  ['DATABASE_URL', 'postgres:usher', databaseUrl],
  ['DATABASE_URL', 'mysql://db.example.com/usher', databaseUrl],
  ['DATABASE_URL', 'postgres://db.exa\nmple.com/usher', databaseUrl],
  ['TRUSTED_PROXIES', '10.0.0.5, proxy', trustedProxies('proxy')],
  ['TRUSTED_PROXIES', '10.0.0.0/33', trustedProxies('10.0.0.0/33')],
  ['TRUSTED_PROXIES', 'loopback;private', trustedProxies('loopback;private')],
  ['PORT', '0', 'PORT must be a whole number from 1 to 65535, not "0".'],
])('%s=%j is refused in one sentence', (name, value, sentence) => {
  const settings = { DATABASE_URL: 'postgres:///usher', SECRET_KEY: 'x'.repeat(32), [name]: value }
  expect(() => readConfig(settings, { begin: true })).toThrow(new BadSetting(sentence))
})

test.each([
  [{}, 'http://localhost:3000'],
  [{ PORT: '4000' }, 'http://localhost:4000'],
  [{ PUBLIC_URL: 'https://learn.example.com/' }, 'https://learn.example.com'],
  [{ PUBLIC_URL: ' HTTPS://Learn.Example.com:443// ' }, 'https://learn.example.com'],
  [{ PUBLIC_URL: 'http://127.0.0.1:8080' }, 'http://127.0.0.1:8080'],
  [{ PUBLIC_URL: 'http://[::1]:8080' }, 'http://[::1]:8080'],
])('with %j, links begin with %s', (settings, start) => {
  const needed = { DATABASE_URL: 'postgres:///usher', SECRET_KEY: 'x'.repeat(32) }
  expect(readConfig({ ...needed, ...settings }, { begin: true }).publicUrl).toBe(start)
})

test.each([
  ['is a file', '/dev/null', 'DATA_DIR must be a folder, which /dev/null is not.'],
  ['cannot be made', '/dev/null/data', 'DATA_DIR: cannot keep the secret key in /dev/null/data/secret-key (ENOTDIR'],
])('a DATA_DIR that %s is refused in one sentence', (_, DATA_DIR, sentence) => {
  expect(() => readConfig({ DATA_DIR }, { begin: true })).toThrow(BadSetting)
  expect(() => readConfig({ DATA_DIR }, { begin: true })).toThrow(sentence)
})

test('a DATA_DIR for which there is no use may be anything', () => {
  const settings = { DATABASE_URL: 'postgres:///usher', SECRET_KEY: 'x'.repeat(32), DATA_DIR: '/dev/null' }
  expect(readConfig(settings, { begin: true }).dataDir).toBe('/dev/null')
})

test.each([
  [undefined, ['127.0.0.0/8', '::1']],
  ['10.0.0.5, 2001:db8::/32', ['10.0.0.5', '2001:db8::/32']],
  ['Loopback 10.0.0.5', ['127.0.0.0/8', '::1', '10.0.0.5']],
  ['private', expect.arrayContaining(['127.0.0.0/8', '172.16.0.0/12', 'fc00::/7'])],
])('TRUSTED_PROXIES=%s', (TRUSTED_PROXIES, networks) => {
  const settings = { DATABASE_URL: 'postgres:///usher', SECRET_KEY: 'x'.repeat(32), TRUSTED_PROXIES }
  expect(readConfig(settings, { begin: true }).trustedProxies).toEqual(networks)
})
