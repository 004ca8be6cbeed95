/** Who was not let in: noted for the administrator, and told to the person in a word of few. */
import type { Wrong } from '../sign-on/verdict.ts'
import type { Provider } from './connections.ts'
import { noteSignOn, type SignOn } from './note-sign-on.ts'
import { reportTest } from './report-test.ts'
import { type CheckResults, type Ended, ended, type SignOnDeps, type Wish } from './sign-on.ts'

type Deps = Pick<SignOnDeps, 'database' | 'config' | 'engine'>
type Noted = Omit<SignOn, 'providerId' | 'result'>

export interface RefusedByProtocol {
  readonly refused: Wrong<string> & { readonly check: string }
  readonly checks: CheckResults
  readonly clockSkewMs: number | null
  readonly ip: string | null
}

export const notWaiting = {
  refusedBy: 'request',
  code: 'not_waiting',
  detail: 'The answer belongs to no sign-in that was begun in this browser within the last minutes, or came twice.',
} as const

export const switchedOff = { refusedBy: 'provider', code: 'no_provider', detail: 'It is switched off.' } as const

export const otherPerson = {
  refusedBy: 'person',
  code: 'other_person',
  detail: 'Somebody else signed in there than who asked to prove it, or who asked is not signed in here any more.',
} as const

/** Where to read what to do, with the number by which the administrator finds it. `target`: where the person wanted to go. */
export async function refuse(
  deps: Deps,
  { id, slug }: Provider,
  noted: Noted,
  target: string | null = null,
): Promise<Ended> {
  const number = await noteSignOn(deps.database.kysely, { providerId: id, result: 'refused', ...noted })
  return refused(deps, { told: toldAs(noted), slug, number, target })
}

/** What the protocol found wrong: of who tries the provider it is the report. */
export async function refuseOrReport(
  deps: Deps,
  provider: Provider,
  { target, test }: Wish,
  { refused: { check, code, detail }, checks, clockSkewMs, ip }: RefusedByProtocol,
): Promise<Ended> {
  if (test)
    return ended(await reportTest(deps, provider, test, { refused: { check, code, detail }, checks, clockSkewMs, ip }))
  return refuse(deps, provider, { refusedBy: check, code, detail, clockSkewMs, ip }, target)
}

/** There is no such provider. */
export function refuseUnknown(deps: Pick<SignOnDeps, 'config'>): Ended {
  return refused(deps, { told: 'no_provider', slug: null, number: null, target: null })
}

/** What the person is told, which says nothing of what the provider sent. */
function toldAs({ refusedBy, code = '' }: Noted): string {
  if (refusedBy === 'person') return code === 'suspended' || code === 'other_person' ? code : 'not_known'
  if (refusedBy === 'authentication') return 'not_anew'
  if (code === 'not_waiting') return 'begin_again'
  return code === 'provider_refused' || code === 'no_provider' ? code : 'not_taken'
}

interface Told {
  readonly told: string
  readonly slug: string | null
  readonly number: number | null
  readonly target: string | null
}

function refused({ config }: Pick<SignOnDeps, 'config'>, { told, slug, number, target }: Told): Ended {
  const query = new URLSearchParams({
    refused: told,
    ...(number !== null && { number: String(number) }),
    ...(target !== null && target !== '/' && { next: target }),
  })
  return ended(`${config.publicUrl}/sign-in${slug === null ? '' : `/${slug}`}?${query}`)
}
