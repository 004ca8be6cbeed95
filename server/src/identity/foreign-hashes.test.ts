import { createHmac, pbkdf2Sync, scryptSync } from 'node:crypto'
import { hashSync } from '@node-rs/bcrypt'
import { expect, test } from 'vitest'
import { readForeignHash } from './foreign-hashes.ts'

const long = 'A sentence that is longer than the seventy-two bytes at which bcrypt stops reading it.'
const wordpress = (password: string) =>
  `$wp${hashSync(createHmac('sha384', 'wp-sha384').update(password).digest('base64'), { cost: 4, version: '2y' })}`

test.each([
  // Of the test vectors that the makers of bcrypt and of phpass publish.
  ['bcrypt', 'U*U', '$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW'],
  ['phpass', 'test12345', '$P$9IQRaTwmfeRo7ud9Fh4E2PdI0S3r.L0'],
  ['phpass of phpBB', 'test12345', '$H$9IQRaTwmfeRo7ud9Fh4E2PdI0S3r.L0'],
  ['phpass of WordPress', 'test', '$P$B55D6LjfHDkINU5wF.v2BuuzO0/XPk/'],
  // Reckoned by Python's hashlib.
  ['PBKDF2', 'correct horse 8', 'pbkdf2_sha256$1000$seasalt$ujWKnfCYALg/wxD3ptB6gWkrDhSRBPVugUvk3X3HCL0='],
  ['PBKDF2 with SHA-1', 'correct horse 8', 'pbkdf2_sha1$1000$seasalt$zy/oeH47REDdR8bwRvInq7LfjG4='],
  [
    'scrypt',
    'correct horse 8',
    'scrypt$seasalt$1024$8$1$XCGs2MVdUCfCsFyMxAAXBFPd05euEHpJfL4Sy7xKB3GEm7adUbDyFT48uixaTVJD3Bpj7S4/oNBqXF3M0b2Mhw==',
  ],
  // RFC 7914, section 12.
  [
    'scrypt by the letters of PHC',
    'pleaseletmein',
    '$scrypt$ln=14,r=8,p=1$U29kaXVtQ2hsb3JpZGU$cCO9yzr9c0hGHAbNgf046/2o+7qQT44+qbVD9lRdofLVQylVYT8Pz2LUlwUkKpr55h6F3A1lHkDfzwF7RVdYhw',
  ],
  ['WordPress since 6.8', long, wordpress(long)],
])('a password that was hashed by %s is known again, and no other is', async (_, password, hash) => {
  const check = readForeignHash(hash)
  if (typeof check === 'string') throw new Error(check)
  expect(await check(password)).toBe(true)
  expect(await check(`${password}x`)).toBe(false)
  expect(await check(password.slice(0, -1))).toBe(false)
  expect(await check('')).toBe(false)
})

const b64 = (bytes: Buffer) => bytes.toString('base64')
const pbkdf2 = b64(pbkdf2Sync('x', 's', 1, 32, 'sha256'))
const scrypt = b64(scryptSync('x', 's', 64))

test.each([
  ['unknown_format', 'correct horse battery'],
  ['unknown_format', ''],
  ['unknown_format', '5f4dcc3b5aa765d61d8327deb882cf99'],
  ['unknown_format', '$1$abcdefgh$0123456789012345678901'],
  ['unknown_format', '$argon2id$v=19$m=4194304,t=100,p=1$c2FsdHNhbHQ$aGFzaGhhc2hoYXNo'],
  ['unknown_format', '$2b$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOe'],
  ['unknown_format', '$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW\n'],
  ['unknown_format', '$2a$03$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW'],
  ['too_costly', '$2a$15$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW'],
  ['too_costly', '$2a$31$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW'],
  ['too_costly', '$wp$2y$31$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW'],
  ['too_costly', '$P$SIQRaTwmfeRo7ud9Fh4E2PdI0S3r.L0'],
  ['unknown_format', '$P$zIQRaTwmfeRo7ud9Fh4E2PdI0S3r.L0'],
  ['too_costly', `pbkdf2_sha256$2000001$s$${pbkdf2}`],
  ['too_costly', `pbkdf2_sha256$9999999999$s$${pbkdf2}`],
  ['unknown_format', `pbkdf2_sha256$0$s$${pbkdf2}`],
  ['unknown_format', `pbkdf2_sha1$1000$s$${pbkdf2}`],
  ['unknown_format', `scrypt$s$1000$8$1$${scrypt}`],
  ['too_costly', `scrypt$s$1048576$8$1$${scrypt}`],
  ['too_costly', `scrypt$s$2$8$999999999$${scrypt}`],
  ['too_costly', `scrypt$s$16384$8$17$${scrypt}`],
  ['too_costly', `$scrypt$ln=40,r=8,p=1$c2FsdA$${scrypt.replaceAll('=', '')}`],
])('%s: %s', (problem, hash) => expect(readForeignHash(hash)).toBe(problem))
