import type { Browser } from '../sessions/sessions.ts'
import { newToken } from '../sessions/token.ts'
import { comeIn } from './come-in.ts'
import type { Provider } from './connections.ts'
import { noteSignOn } from './note-sign-on.ts'
import { hashOf, keepWaiting } from './pending.ts'
import { keepProofBy } from './prove-by-provider.ts'
import { otherPerson, refuse, switchedOff } from './refuse.ts'
import { reportTest } from './report-test.ts'
import { type Checked, type Ended, ended, type SignOnDeps } from './sign-on.ts'

/** From what was vouched for to where the browser goes on to: the report of a test, the person's own proof, or a session. */
export async function goOn(
  deps: SignOnDeps,
  provider: Provider,
  checked: Checked,
  browser: Browser & { readonly secret: string | null },
  provenUserId: number | null = null,
): Promise<Ended> {
  const { target, test, proof, vouched, clockSkewMs, checks } = checked
  const { subject, claims } = vouched
  if (test) return ended(await reportTest(deps, provider, test, { vouched, checks, clockSkewMs, ip: browser.ip }))
  const about = { subject, email: claims.email, clockSkewMs, ip: browser.ip }
  // It may have been switched off since, or never on where nobody was sent.
  if (!provider.enabled) return refuse(deps, provider, { ...about, ...switchedOff }, target)
  if (proof) {
    const isProven = await keepProofBy(deps, provider.id, vouched, browser)
    return isProven
      ? ended(`${deps.config.publicUrl}${target}`)
      : refuse(deps, provider, { ...about, ...otherPerson }, target)
  }
  const came = await comeIn(deps, provider, vouched, { browser, now: deps.now(), provenUserId })
  if (came.kind === 'refused') return refuse(deps, provider, { refusedBy: 'person', ...about, ...came }, target)
  if (came.kind === 'proves') {
    const ticket = newToken()
    const holds = hashOf(browser.secret ?? ticket)
    await keepWaiting(deps.database.kysely, {
      providerId: provider.id,
      request: ticket,
      browser: holds,
      content: checked,
    })
    return ended(`${deps.config.publicUrl}/sign-in/${provider.slug}?prove=${provider.id}.${ticket}`)
  }
  await noteSignOn(deps.database.kysely, {
    providerId: provider.id,
    result: 'signed_in',
    userId: came.userId,
    ...about,
    detail: came.notDone ?? undefined,
  })
  return { url: `${deps.config.publicUrl}${target}`, cookies: came.cookies }
}
