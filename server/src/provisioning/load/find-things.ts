/** Finds what actions name by id: one packet, with a statement for each kind of thing that is named. */
import type { ClientBase } from 'pg'
import type { Found, Name, Person, PersonName, Thing, Things, Word } from '../actions/action.ts'
import { findGiven } from './find-given.ts'
import { findKnown, valuesOf } from './find-known.ts'
import { findOperation } from './find-operation.ts'
import { begin } from './load.ts'
import { ask, type Query, query } from './query.ts'

export interface Named {
  readonly things: readonly Name[]
  readonly users: readonly number[]
  readonly people: readonly PersonName[]
  /** Of an organization, by its id or slug. */
  readonly references: readonly { readonly organization: number | string; readonly reference: string }[]
}

export const nothing: Found = {
  get: () => undefined,
  person: () => undefined,
  known: () => undefined,
  given: () => undefined,
}

/** Begins the transaction. Nothing is locked: what an id stands for never changes, but for an address. */
export async function findThings(
  client: ClientBase,
  { things, users, people: named, references }: Named,
): Promise<Found> {
  const byWord = Map.groupBy(things, ([word]) => word)
  const asked = Object.fromEntries([...byWord.keys()].map(word => [word, finds[word]])) as Record<Word, Query<Thing>>
  const values = Object.fromEntries([...byWord].map(([word, names]) => [word, distinct(names.map(idIn))]))
  const slugs = distinct((byWord.get('organization') ?? []).map(([, slug]) => String(slug)))
  const also = {
    ...(references.length > 0 && { given: findGiven }),
    ...(named.length > 0 && { known: findKnown }),
  } as { readonly given: typeof findGiven; readonly known: typeof findKnown }
  const sent = {
    organizations: references.map(({ organization }) => String(organization)),
    slugs,
    users,
    ...valuesOf(named),
  }
  const read = await ask(
    client,
    { begin, people: findPeople, ...also, ...asked },
    { ...values, ...sent, references: references.map(({ reference }) => reference) },
  )
  const { begin: _, people, given = [], known = [], ...lists } = read
  const found = Map.groupBy(
    Object.entries(lists).flatMap(([word, rows]) =>
      rows.flatMap(row => namesOf(row).map(name => ({ name: `${word} ${name}`, row }))),
    ),
    ({ name }) => name,
  )
  const persons = new Map(people.map(row => [`${row.organizationId} ${row.userId}`, row]))
  const cameBy = new Map(
    given.map(({ organizationId, reference, ...came }) => [`${organizationId} ${reference}`, came]),
  )
  return {
    get: <Which extends Word>([word, id]: Name<Which>, within?: number) => {
      const isThere = ({ row: { path } }: { readonly row: Thing }) => within === undefined || path.includes(within)
      return found.get(`${word} ${id}`)?.find(isThere)?.row as Things[Which] | undefined
    },
    person: (organizationId, userId) => persons.get(`${organizationId} ${userId}`),
    known: name => known.find(({ id, names }) => ('user' in name ? id === name.user : names.includes(name.email))),
    given: (organizationId, reference) => cameBy.get(`${organizationId} ${reference}`),
  }
}

function distinct<T>(values: readonly T[]): T[] {
  return [...new Set(values)]
}

/** No slug is a number; what is neither an id nor a slug is nowhere. */
function idIn([, id]: Name): number {
  return /^\d{1,15}$/.test(String(id)) ? Number(id) : 0
}

function namesOf(row: Thing & { readonly slug?: string }): readonly (number | string)[] {
  return row.slug === undefined ? [row.id] : [row.id, row.slug]
}

interface Source {
  readonly from: string
  /** Of its organization. */
  readonly organizationId: string
  readonly teamId?: string
  readonly more?: string
  /** Another name than its id. */
  readonly or?: string
}

const find = <Which extends Word>(
  word: Which,
  { from, organizationId, teamId = 'null::bigint', more = '', or = '' }: Source,
) =>
  query<Things[Which]>(
    `find ${word}`,
    `
    select thing.id, o.id as "organizationId", o.path, ${teamId} as "teamId" ${more}
    from ${from} join organizations o on o.id = ${organizationId} where thing.id = any(:${word}::bigint[]) ${or}`,
  )

const ofUserAndCourse = ', u.email, c.name as course'

/** A line for each organization that they belong to, the topmost first. */
const findUsers = query<Things['user']>(
  'find user',
  `
    select u.id, o.id as "organizationId", o.path, null::bigint as "teamId", u.email
    from memberships m join users u on u.id = m.user_id join organizations o on o.id = m.organization_id
    where u.id = any(:user::bigint[]) order by cardinality(o.path), o.id`,
)

const roles = `, (select coalesce(jsonb_agg(jsonb_build_object('organizationId', r.organization_id, 'name', r.name,
  'permissions', r.permissions)), '[]') from roles r where r.organization_id = any(o.path)) as roles`

const finds = {
  user: findUsers,
  organization: find('organization', {
    from: 'organizations thing',
    organizationId: 'thing.id',
    more: `, thing.slug, thing.time_zone as "timeZone" ${roles}`,
    or: 'or thing.slug = any(:slugs::text[])',
  }),
  team: find('team', {
    from: 'teams thing',
    organizationId: 'thing.organization_id',
    teamId: 'thing.id',
    more: `, thing.archived_at is null as "isInUse" ${roles}`,
  }),
  seats: find('seats', {
    from: `seats thing join teams t on t.id = thing.team_id join products p on p.id = thing.product_id
      join organizations seller on seller.id = p.organization_id`,
    organizationId: 't.organization_id',
    teamId: 't.id',
    more: ', o.time_zone as "timeZone", p.id as "productId", p.name as product, seller.path as "sellerPath"',
  }),
  group: find('group', { from: 'groups thing', organizationId: 'thing.organization_id' }),
  enrollment: find('enrollment', {
    from: 'enrollments thing join users u on u.id = thing.user_id join courses c on c.id = thing.course_id',
    organizationId: 'c.organization_id',
    more: `, o.time_zone as "timeZone" ${ofUserAndCourse}`,
  }),
  grant: find('grant', {
    from: 'grants thing join users u on u.id = thing.user_id join courses c on c.id = thing.course_id',
    organizationId: 'c.organization_id',
    more: ofUserAndCourse,
  }),
  invitation: find('invitation', {
    from: 'invitations thing join users u on u.id = thing.user_id',
    organizationId: 'thing.organization_id',
    teamId: 'thing.team_id',
    more: ', u.email',
  }),
  link: find('link', {
    from: 'links thing left join courses c on c.id = thing.course_id',
    organizationId: 'thing.organization_id',
    teamId: 'thing.team_id',
    more: ', thing.group_id as "groupId", array_remove(array[c.name], null) as courses',
  }),
  // Of its link's team: who may decide in teams alone may do it there.
  join: find('join', {
    from: 'link_joins thing join links l on l.id = thing.link_id',
    organizationId: 'l.organization_id',
    teamId: 'l.team_id',
    more: ', thing.link_id as "linkId", thing.email',
  }),
  product: find('product', {
    from: 'products thing',
    organizationId: 'thing.organization_id',
    more: `, (
      select jsonb_build_object('teamIds', coalesce(jsonb_agg(t.id), '[]'),
        'organizationIds', coalesce(jsonb_agg(distinct t.organization_id), '[]'))
      from seats s join teams t on t.id = s.team_id
      where s.product_id = thing.id and s.used > 0 and t.archived_at is null) as holders`,
  }),
  operation: findOperation(roles),
  item: find('item', {
    from: 'catalog_items thing join products p on p.id = thing.product_id',
    organizationId: 'thing.organization_id',
    more: `, thing.product_id as "productId", thing.seats, thing.credits,
      thing.archived_at is null and p.archived_at is null as "isInUse",
      thing.access_months as months, thing.access_days as days, thing.access_until as until, (
      select jsonb_build_object('teamIds', coalesce(jsonb_agg(team_id) filter (where team_id is not null), '[]'),
        'organizationIds', coalesce(jsonb_agg(organization_id) filter (where organization_id is not null), '[]'))
      from catalog_offers where catalog_item_id = thing.id) as "offeredTo"`,
  }),
  order: find('order', {
    from: 'orders thing left join users u on u.id = thing.user_id',
    organizationId: 'thing.organization_id',
    teamId: 'thing.team_id',
    more: `, u.email, thing.payment, (
      select coalesce(jsonb_agg(jsonb_build_object('lineId', l.id, 'item', i.id, 'path', seller.path)), '[]')
      from order_lines l join catalog_items i on i.id = l.catalog_item_id join organizations seller on seller.id = i.organization_id
      where l.order_id = thing.id) as sold`,
  }),
}

const findPeople = query<Person & { readonly organizationId: number; readonly userId: number }>(
  'find people',
  `
    select m.user_id as "userId", m.organization_id as "organizationId", u.email,
      array(select tm.team_id from team_members tm join teams t on t.id = tm.team_id
        where tm.user_id = m.user_id and t.organization_id = m.organization_id) as "teamIds",
      array(select gm.group_id from group_members gm join groups g on g.id = gm.group_id
        where gm.user_id = m.user_id and g.organization_id = m.organization_id) as "groupIds",
      array(select distinct g.course_id from grants g
        where g.user_id = m.user_id and g.organization_id = m.organization_id and g.revoked_at is null) as "courseIds"
    from memberships m join users u on u.id = m.user_id where m.user_id = any(:users::bigint[])`,
)
