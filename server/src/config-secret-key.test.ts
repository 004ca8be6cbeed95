import { once } from 'node:events'
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { expect, onTestFinished, test } from 'vitest'
import { makeFolder } from '../test/embedded.ts'
import { BadSetting, readConfig } from './config.ts'

const made = /^[\w-]{43}$/
const given = 'a secret key of exactly 32 bytes'
const elsewhere = { DATABASE_URL: 'postgres://usher@db.example.com/usher' }

function makeFolderWithKey(kept: string): string {
  const folder = makeFolder()
  writeFileSync(join(folder, 'secret-key'), kept)
  return folder
}

test('the secret key is made once, whole, for the owner alone, and kept', () => {
  const DATA_DIR = join(makeFolder(), 'new')
  const { secretKey } = readConfig({ DATA_DIR }, { begin: true })
  expect(secretKey).toMatch(made)
  expect(readConfig({ DATA_DIR }, { begin: true }).secretKey).toBe(secretKey)
  expect(readConfig({ DATA_DIR, ...elsewhere }).secretKey).toBe(secretKey)
  expect(readdirSync(DATA_DIR)).toEqual(['secret-key'])
  expect(readFileSync(join(DATA_DIR, 'secret-key'), 'utf8')).toBe(secretKey)
  expect(statSync(join(DATA_DIR, 'secret-key')).mode & 0o777).toBe(0o600)
})

test('no two folders get the same key', () => {
  const keys = Array.from({ length: 10 }, () => readConfig({ DATA_DIR: makeFolder() }, { begin: true }).secretKey)
  expect(new Set(keys).size).toBe(10)
})

test('two that begin at once on a new folder come to one key', async () => {
  const within = makeFolder()
  const folders = Array.from({ length: 4000 }, (_, n) => join(within, `${n}`))
  const arrived = new Int32Array(new SharedArrayBuffer(4))
  const begin = async () => {
    const url = new URL('../test/fixtures/begin-at-once.ts', import.meta.url)
    const [keys] = await once(new Worker(url, { workerData: { folders, arrived } }), 'message')
    return keys as string[]
  }
  const [one, other] = await Promise.all([begin(), begin()])
  expect(other).toEqual(one)
  expect(one.filter(key => !made.test(key))).toEqual([])
})

test.each(['', 'short', given.slice(0, -1)])('a secret key that was kept as "%s" is never used, nor replaced', kept => {
  const DATA_DIR = makeFolderWithKey(kept)
  expect(() => readConfig({ DATA_DIR }, { begin: true })).toThrow('is not whole')
  expect(readFileSync(join(DATA_DIR, 'secret-key'), 'utf8')).toBe(kept)
})

test('a secret key that cannot be read is said in one sentence', () => {
  const DATA_DIR = makeFolder()
  mkdirSync(join(DATA_DIR, 'secret-key'))
  expect(() => readConfig({ DATA_DIR }, { begin: true })).toThrow(BadSetting)
})

test('a secret key that was put back with an editor is the same key', () => {
  expect(readConfig({ DATA_DIR: makeFolderWithKey(`${given}\n`) }, { begin: true }).secretKey).toBe(given)
})

test('a given secret key goes before the kept one, and none is made beside it', () => {
  const DATA_DIR = makeFolderWithKey('x'.repeat(32))
  const empty = makeFolder()
  expect(readConfig({ DATA_DIR, SECRET_KEY: given }, { begin: true }).secretKey).toBe(given)
  expect(readConfig({ DATA_DIR: empty, SECRET_KEY: given }, { begin: true }).secretKey).toBe(given)
  expect(readdirSync(empty)).toEqual([])
})

test('a given secret key that is too short is refused, and not shown', () => {
  const begin = () => readConfig({ DATA_DIR: makeFolder(), SECRET_KEY: given.slice(0, -1) }, { begin: true })
  expect(begin).toThrow('SECRET_KEY must have at least 32 characters')
  expect(begin).not.toThrow(given.slice(0, -1))
})

test('only a start makes a key', () => {
  const DATA_DIR = makeFolder()
  expect(() => readConfig({ DATA_DIR, ...elsewhere })).toThrow(`There is no secret key in ${DATA_DIR} yet.`)
  expect(readdirSync(DATA_DIR)).toEqual([])
})

test('in production, a key is made only where it is sure to be kept', () => {
  leaveFor(makeFolder())
  const begin = (settings: object) => readConfig({ NODE_ENV: 'production', ...settings }, { begin: true })
  expect(() => begin(elsewhere)).toThrow('SECRET_KEY must be set in production, or DATA_DIR')
  expect(readdirSync('.')).toEqual([])
  expect(begin({ ...elsewhere, DATA_DIR: 'given' }).secretKey).toMatch(made)
  expect(begin({}).secretKey).toBe(readFileSync('data/secret-key', 'utf8'))
})

test('outside production, a key is made wherever the database is', () => {
  leaveFor(makeFolder())
  expect(readConfig(elsewhere, { begin: true }).secretKey).toBe(readFileSync('data/secret-key', 'utf8'))
})

function leaveFor(folder: string): void {
  const before = process.cwd()
  onTestFinished(() => process.chdir(before))
  process.chdir(folder)
}
