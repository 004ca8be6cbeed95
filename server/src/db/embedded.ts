/**
 * The embedded PostgreSQL: a real one, kept in the data folder, for those who have no other. It listens on a socket that
 * only its owner can reach, and on nothing else. One Usher serves from a data folder; the command line may join it.
 */
import { setTimeout as wait } from 'node:timers/promises'
import { CannotStart, explainFiles } from './embedded/cannot-start.ts'
import { openCluster } from './embedded/cluster.ts'
import { claimService, enter, leave, type Presence } from './embedded/presence.ts'

export { CannotStart }

export interface EmbeddedPostgres {
  /** Of Usher's own database; stays the same while this is in use. */
  readonly url: string
  /** Sentences for the operator: what was put where. */
  readonly notes: readonly string[]
  /** To be called when every connection is closed. Stops PostgreSQL, unless a command is still using it. */
  stop(): Promise<void>
}

interface Options {
  readonly dataDir: string
  readonly log: { warn(sentence: string): void }
}

/**
 * For the server. Starts PostgreSQL, or takes over one that outlived its Usher, and starts it again should it ever end.
 * Refuses, as everything here, with CannotStart: for example where another Usher serves from the same data folder.
 */
export function startEmbeddedPostgres(options: Options): Promise<EmbeddedPostgres> {
  return explainFiles(options.dataDir, () => start(options))
}

/** For a command: the running server's database, or, when none runs, PostgreSQL for as long as the command takes. */
export function attachEmbeddedPostgres({ dataDir }: { dataDir: string }): Promise<EmbeddedPostgres> {
  return explainFiles(dataDir, async () => {
    const cluster = await openCluster(dataDir)
    const presence = await enter(cluster)
    return { url: presence.url, notes: cluster.notes, stop: () => leave(presence) }
  })
}

async function start({ dataDir, log }: Options): Promise<EmbeddedPostgres> {
  const cluster = await openCluster(dataDir)
  let presence = await serve()
  let stopped = false
  presence.client.once('end', comeBack)
  return {
    url: presence.url,
    notes: cluster.notes,
    async stop() {
      stopped = true
      await leave(presence)
    },
  }

  async function serve(): Promise<Presence> {
    const entered = await enter(cluster)
    if (await claimService(entered)) return entered
    await leave(entered)
    throw new CannotStart(
      `Another Usher is running on the data folder ${dataDir}: stop it first, or set DATA_DIR to another folder.`,
    )
  }

  async function comeBack(): Promise<void> {
    while (!stopped) {
      try {
        log.warn('PostgreSQL ended. Starting it again.')
        presence = await serve()
        if (stopped) return await leave(presence)
        presence.client.once('end', comeBack)
        return
      } catch (error) {
        log.warn((error as Error).message)
        await wait(1000)
      }
    }
  }
}
