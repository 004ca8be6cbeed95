/** What signing in would give and keep, for who tries a provider: decided as it would be, and planned where the person is known. */
import { listDefinitions } from '../custom-fields/queries.ts'
import type { Database } from '../db/database.ts'
import type { Engine } from '../provisioning/engine.ts'
import type { Provider } from './connections.ts'
import { decideMapped } from './decide-mapped.ts'
import { askFor } from './follow-claims.ts'
import { readAttributes } from './read-attributes.ts'
import { readMapped, sourceOf } from './read-mapped.ts'
import type { Vouched } from './vouched.ts'

interface Deps {
  readonly database: Pick<Database, 'kysely'>
  readonly engine: Pick<Engine, 'plan'>
}

/** `userId` null: somebody new. */
export async function foresee(
  { database: { kysely }, engine }: Deps,
  provider: Provider,
  { claims, said }: Vouched,
  userId: number | null,
) {
  const mapped = await readMapped(kysely, provider, userId)
  const by = { actor: { kind: 'system' }, source: sourceOf(provider.id), ip: null, receivedAt: new Date() } as const
  const gives = await Promise.all(
    decideMapped(mapped, { groups: claims.groups, said }).map(async step => {
      const { does, place, role } = step
      const name = mapped.find(row => row.place.kind === place.kind && row.place.id === place.id)?.placeName ?? ''
      const asked = userId === null ? null : askFor(step, provider, userId, by)
      const outcome = asked && (await engine.plan([asked])).outcomes[0]
      const refused = outcome?.result === 'refused' ? outcome.problems.map(({ code }) => code).join(', ') : null
      return { does, ...place, name, role, refused }
    }),
  )
  const { faults, ...keeps } = readAttributes(
    provider.attributes,
    { claims, said },
    await listDefinitions(kysely, provider.organizationId),
  )
  return { gives, keeps, faults, said: shorten(said) }
}

const [mostClaims, mostValues, mostLetters] = [60, 20, 200]

/** As much as is needed to map it: a report is kept. */
function shorten(said: Vouched['said']) {
  return [...said].slice(0, mostClaims).map(([claim, { values }]) => ({
    claim: claim.slice(0, 300),
    values: values.slice(0, mostValues).map(value => value.slice(0, mostLetters)),
    count: values.length,
  }))
}
