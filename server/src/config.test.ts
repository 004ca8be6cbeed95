import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readConfig } from './config.ts'

const makeFolder = () => mkdtempSync(join(tmpdir(), 'usher-config-'))

test('the secret key is made once, whole, and kept', () => {
  const DATA_DIR = makeFolder()
  const { secretKey } = readConfig({ DATA_DIR }, { begin: true })
  expect(secretKey).toMatch(/^[\w-]{43}$/)
  expect(readConfig({ DATA_DIR }, { begin: true }).secretKey).toBe(secretKey)
  expect(readdirSync(DATA_DIR)).toEqual(['secret-key'])
  expect(readFileSync(join(DATA_DIR, 'secret-key'), 'utf8')).toBe(secretKey)
})

test.each(['', 'short'])('a secret key that was kept as "%s" is never used', kept => {
  const DATA_DIR = makeFolder()
  writeFileSync(join(DATA_DIR, 'secret-key'), kept)
  expect(() => readConfig({ DATA_DIR }, { begin: true })).toThrow('is not whole')
})
