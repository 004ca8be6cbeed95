/** Once for a whole run: a PostgreSQL (or TEST_DATABASE_URL's) and in it a migrated template, of which each test gets its copy. */
import { randomBytes } from 'node:crypto'
import pg from 'pg'
import type { TestProject } from 'vitest/node'
import { openDatabase } from '../src/db/database.ts'
import { migrate } from '../src/db/migrate.ts'
import { startCluster } from './cluster.ts'
import { withDatabase } from './with-database.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** Of a user who may create databases. */
    adminUrl: string
    /** The migrated template; the name of each copy starts with it. */
    template: string
  }
}

export default async function setup(project: TestProject) {
  const cluster = process.env.TEST_DATABASE_URL
    ? { url: process.env.TEST_DATABASE_URL, stop: async () => {} }
    : await startCluster()
  const template = `usher_test_${randomBytes(4).toString('hex')}`
  const admin = new pg.Client(cluster.url)
  await admin.connect()
  await admin.query(`create database ${template}`)
  const database = openDatabase(withDatabase(cluster.url, template), { max: 1 })
  await migrate(database)
  await database.close()
  project.provide('adminUrl', cluster.url)
  project.provide('template', template)

  return async () => {
    const { rows } = await admin.query('select datname from pg_database where starts_with(datname, $1)', [template])
    for (const { datname } of rows) await admin.query(`drop database ${datname} with (force)`)
    await admin.end()
    await cluster.stop()
  }
}
