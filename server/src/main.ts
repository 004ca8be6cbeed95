/** `npm start`: settings, the app, a port, and an orderly end. */
import { pathToFileURL } from 'node:url'
import pino from 'pino'
import { type App, createApp } from './app.ts'
import { BadSetting, type Config, readConfig } from './config.ts'
import { CannotStart } from './db/embedded.ts'
import { createDemo } from './organizations/create-demo.ts'
import { hasOrganization } from './organizations/queries.ts'
import { missingSettings, welcomeText } from './welcome-text.ts'

/** Runs until SIGTERM or SIGINT. What the operator needs to see is printed to standard output. */
export async function start(config: Config): Promise<void> {
  const log = pino(
    { level: config.logLevel, base: null, timestamp: pino.stdTimeFunctions.isoTime },
    pino.destination(2),
  )
  const app = await createApp(config, log)
  endOnSignal(app)
  try {
    const address = await app.http.listen({ port: config.port, host: config.host })
    const url = config.publicUrl.replace(/:0$/, `:${new URL(address).port}`)
    // Not before the port is ours: the key of a demo is shown once, and a start that fails shows none.
    const demo = config.demo ? await createDemo(app.database) : null
    const isEmpty = !(await hasOrganization(app.database.kysely))
    process.stdout.write(
      welcomeText({ url, notes: [...app.notes, ...missingSettings(config)], demoKey: demo?.rawKey ?? null, isEmpty }),
    )
  } catch (error) {
    await app.close()
    throw error
  }
}

function endOnSignal(app: App): void {
  let ending = false
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, async () => {
      if (ending) return
      ending = true
      await app.close()
      process.exit(0)
    })
  }
}

/** One clear sentence for what the operator can mend; the whole error for what is ours. */
export function explainStart(error: unknown): string {
  if (error instanceof BadSetting || error instanceof CannotStart) return error.message
  const { code, message, stack } = error as NodeJS.ErrnoException
  if (code === 'EADDRINUSE') return 'The port is taken: stop what listens there, or choose another with PORT.'
  if (code === 'EACCES') return `Not allowed: ${message}.`
  if (code === 'ECONNREFUSED' || code === 'ENOTFOUND')
    return `DATABASE_URL: the database cannot be reached (${message}).`
  return stack ?? message
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  try {
    await start(readConfig(process.env, { begin: true }))
  } catch (error) {
    process.stderr.write(`${explainStart(error)}\n`)
    process.exit(1)
  }
}
