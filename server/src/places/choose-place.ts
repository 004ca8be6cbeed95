import type { Reader } from '../db/database.ts'
import { Refusal } from '../lib/refusal.ts'
import { listFactorAsked } from './factor-asked.ts'
import { allowedAt, isSuspended, listPlaces, type Place } from './list-places.ts'
import type { Visitor } from './signed-in-by.ts'

const field = 'Usher-Organization'

type ChosenPlace = Pick<Place, 'id' | 'slug' | 'suspended' | 'rateLimit' | 'permissions' | 'teams' | 'actsFrom'>

/**
 * The organization that a person acts in: by id or slug one that the person belongs to, or one below where the person may do
 * something; not said, the only one where the person may do anything. Throws `not_found`, `forbidden` where there is none, or
 * `invalid` where there are several, or `second_factor_needed`.
 */
export async function choosePlace(reader: Reader, visitor: Visitor, choice: string | undefined): Promise<ChosenPlace> {
  const places = await listPlaces(reader, visitor)
  try {
    if (choice === undefined) return findOnly(places)
    const place = places.find(({ id, slug }) => slug === choice || String(id) === choice)
    return place ?? (await getBelow(reader, places, choice))
  } catch (error) {
    await refuseWithoutFactor(reader, visitor, choice)
    throw error
  }
}

/** Throws `second_factor_needed` for what would be there if the person had one. */
async function refuseWithoutFactor(reader: Reader, visitor: Visitor, choice: string | undefined): Promise<void> {
  const closed = (await listFactorAsked(reader, visitor)).filter(({ isClosed }) => isClosed)
  if (closed.length === 0) return
  const path = choice === undefined ? null : ((await findByChoice(reader, choice))?.path ?? [])
  const asking = closed.find(({ id }) => path === null || path.includes(id))
  if (asking)
    throw new Refusal(
      'second_factor_needed',
      `${asking.name} asks for a second factor: set one up on your profile first.`,
    )
}

function findOnly(places: readonly Place[]): Place {
  const [place, ...others] = places.filter(
    ({ permissions, teams }) => permissions.size > 0 || teams.some(team => team.permissions.size > 0),
  )
  if (!place) throw new Refusal('forbidden', 'There is no organization in which you may do anything.')
  if (others.length === 0) return place
  const message = `must name the organization: you may act in ${[place, ...others].map(({ slug }) => slug).join(', ')}`
  throw new Refusal('invalid', `${field} ${message}`, [{ field, message }])
}

async function getBelow(reader: Reader, places: readonly Place[], choice: string): Promise<ChosenPlace> {
  const found = await findByChoice(reader, choice)
  const permissions = found && allowedAt(found, places)
  const nearest = places.findLast(({ id, permissions }) => found?.path.includes(id) && permissions.size > 0)
  if (found && permissions && nearest) return { ...found, permissions, actsFrom: nearest.actsFrom, teams: [] }
  const message = 'is no organization of yours'
  throw new Refusal('not_found', `${field} ${message}`, [{ field, message }])
}

function findByChoice(reader: Reader, choice: string) {
  return reader
    .selectFrom('organizations as organization')
    .select(['organization.id', 'organization.slug', 'organization.path', 'organization.rate_limit as rateLimit'])
    .select(isSuspended.as('suspended'))
    .where(/^\d{1,15}$/.test(choice) ? 'organization.id' : 'organization.slug', '=', choice as never)
    .executeTakeFirst()
}
