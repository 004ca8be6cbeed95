/** `npm start`: settings, the app, a port, and an orderly end. */
import { pathToFileURL } from 'node:url'
import pino from 'pino'
import { type App, createApp } from './app.ts'
import { explainDatabase } from './cli/explain-failure.ts'
import { BadSetting, type Config, readConfig } from './config.ts'
import { CannotStart } from './db/embedded.ts'
import { createDemo } from './demo/create-demo.ts'
import { createDemoOwner } from './demo/create-demo-owner.ts'
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
    await listen(app, config)
    // Not before the port is ours: the key of a demo is shown once, and a start that fails shows none.
    const demo = config.demo ? await createDemo(app.database) : null
    const ownerUrl = demo && (await createDemoOwner({ ...app, ...config }, demo.organization))
    const isEmpty = !(await hasOrganization(app.database.kysely))
    process.stdout.write(
      welcomeText({
        url: config.publicUrl,
        notes: [...app.notes, ...missingSettings(config)],
        demo: demo && { key: demo.rawKey, ownerUrl },
        isEmpty,
        keepsMails: config.smtpUrl === null,
      }),
    )
  } catch (error) {
    await app.close()
    throw error
  }
}

async function listen({ http }: App, { host, port }: Config): Promise<void> {
  try {
    await http.listen({ port, host })
  } catch (error) {
    throw new BadSetting(explainListen(error as NodeJS.ErrnoException, host))
  }
}

function explainListen({ code, message }: NodeJS.ErrnoException, host: string): string {
  if (code === 'EADDRINUSE') return 'The port is taken: stop what listens there, or choose another with PORT.'
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN' || code === 'EADDRNOTAVAIL')
    return `HOST must be an address of this machine, such as localhost or 0.0.0.0, not "${host}".`
  return `HOST and PORT: Usher cannot listen there (${message}).`
}

/** A terminal sends Ctrl-C to Usher and to npm, which passes it on: what comes so soon after the first is the same one. */
const echoMs = 1000

/** The first one ends Usher in good order; another one ends it at once. What was answered is safe either way. */
function endOnSignal(app: App): void {
  let endingSince: number | null = null
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, async () => {
      if (endingSince !== null) {
        if (performance.now() - endingSince > echoMs) process.exit(1)
        return
      }
      endingSince = performance.now()
      await app.close()
      process.exit(0)
    })
  }
}

/** One clear sentence for what the operator can mend; the whole error for what is ours. */
export function explainStart(error: unknown): string {
  if (error instanceof BadSetting || error instanceof CannotStart) return error.message
  const { message, stack } = error as Error
  return explainDatabase(error) ?? stack ?? message
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  try {
    await start(readConfig(process.env, { begin: true }))
  } catch (error) {
    process.stderr.write(`${explainStart(error)}\n`)
    process.exit(1)
  }
}
