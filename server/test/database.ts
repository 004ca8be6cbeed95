/** A real database of its own for whoever tests. */
import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { inject } from 'vitest'
import { type Database, openDatabase } from '../src/db/database.ts'
import { withDatabase } from './with-database.ts'

export interface TestDatabase {
  url: string
  database: Database
  /** Ends every connection and lets nobody in, until `comeBack`. */
  goDown(): Promise<void>
  comeBack(): Promise<void>
  /** Closes `database`, ends every other connection, and removes it. */
  drop(): Promise<void>
}

/** Migrated and empty; nobody else's. Takes some 20 ms: one for a test file is usual, one for each test is fine. */
export function createTestDatabase(): Promise<TestDatabase> {
  return copyDatabase(inject('template'))
}

/** Without any schema. */
export function createEmptyDatabase(): Promise<TestDatabase> {
  return copyDatabase('template0')
}

async function copyDatabase(template: string): Promise<TestDatabase> {
  const name = `${inject('template')}_${randomBytes(4).toString('hex')}`
  await administer(`create database ${name} template ${template} strategy file_copy`)
  const url = withDatabase(inject('adminUrl'), name)
  const database = openDatabase(url)
  return {
    url,
    database,
    async goDown() {
      await administer(`alter database ${name} allow_connections false`)
      await administer(`select pg_terminate_backend(pid) from pg_stat_activity where datname = '${name}'`)
    },
    comeBack: () => administer(`alter database ${name} allow_connections true`),
    async drop() {
      await database.close()
      await administer(`drop database ${name} with (force)`)
    },
  }
}

async function administer(statement: string): Promise<void> {
  const client = new pg.Client(inject('adminUrl'))
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}
