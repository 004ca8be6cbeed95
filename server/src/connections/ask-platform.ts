/** A platform asked while somebody waits for it. */
import { refuseInvalid } from '../lib/checks.ts'
import { Refusal } from '../lib/refusal.ts'
import { type NamedTarget, type Platform, PlatformFault, type Target } from './platform.ts'

/** Throws `unavailable` with its words where it does not answer. */
export async function askPlatform<Answer>(ask: () => Promise<Answer>): Promise<Answer> {
  try {
    return await ask()
  } catch (error) {
    if (error instanceof PlatformFault)
      throw new Refusal('unavailable', `The platform does not answer: ${error.message}`)
    throw error
  }
}

/** A bundle is not mapped before it is known which courses it gives; a course is, also while they do not answer. */
export async function findTarget(platform: Platform, { kind, id }: Target): Promise<NamedTarget | null> {
  try {
    const targets = await platform.listTargets()
    const found = targets.find(target => target.kind === kind && target.id === id)
    refuseInvalid({ theirs: found ? null : `is no ${kind} there` })
    return found ?? null
  } catch (error) {
    if (error instanceof PlatformFault && kind === 'course') return null
    return askPlatform(() => Promise.reject(error))
  }
}
