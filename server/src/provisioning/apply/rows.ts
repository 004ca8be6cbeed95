/** Writes the rows of a plan: each table as its entry says, but for what is special about a few. */
import type { Statement } from '../../db/statements.ts'
import type { Plan, Profile } from '../plan.ts'
import { memberships, openedItems, refunds, users } from '../rows/person.ts'
import type { Group } from '../rows/place.ts'
import { ofEachTable, type TableName, tableNames } from '../rows/tables.ts'
import type { Invitation } from '../rows/way-in.ts'
import { isThere, join, type Part, part, type TableChange } from './write-parts.ts'
import { inserting, insertingInto, removing, updating } from './write-tables.ts'

type Rows = Plan['rows']

const names = users.columns.filter(({ property }) => ['email', 'firstName', 'lastName'].includes(property))
const insertsOfTheirOwn: { readonly [Name in TableName]?: TableChange } = {
  users: ending(inserting(users), 'order by email'),
  memberships: inserting({ ...memberships, columns: [...memberships.columns, ...names] }),
  refunds: unlessThere(inserting(refunds)),
  // An item may have left the course, or be open again.
  openedItems: unlessThere(ending(inserting(openedItems), 'join items on items.id = new.item_id')),
}

const writes = ofEachTable((name, table) => ({
  added: insertsOfTheirOwn[name] ?? inserting(table),
  changed: updating(table),
  removed: removing(table),
}))

/** What `statementsAfter` writes. */
const writtenAfter: readonly TableName[] = ['invitations', 'linkJoins', 'claims', 'seatEntries']
const writtenAtOnce = tableNames.filter(name => !writtenAfter.includes(name))

/** What goes into the one statement. */
export function rowParts({ rows: planned, now }: Plan): Part[] {
  const rows = withNames(planned)
  const parts = writtenAtOnce.flatMap(name => {
    const { added, changed, removed } = rows[name]
    return [
      part(added, writes[name].added, now),
      part(changed, writes[name].changed, now),
      part(removed, writes[name].removed, now),
    ]
  })
  return [
    ...parts,
    part(groupsThatGiveOthers(rows), writes.groups.changed, now),
    part(coursesOfProducts(rows), insertProductCourses, now),
    part(coursesOfProducts(rows), deleteProductCourses, now),
  ]
}

/** What the same set gave and took again is written as it was given; then what became of it. */
export function amendingParts({ rows: { enrollments, grants }, now }: Plan): Part[] {
  return [
    part(
      enrollments.added.filter(row => row.revokedAt || row.suspendedAt),
      writes.enrollments.changed,
      now,
    ),
    part(
      grants.added.filter(row => row.revokedAt),
      writes.grants.changed,
      now,
    ),
  ]
}

/**
 * What follows it, because triggers count and refuse what is too much. Of one person there is one invitation at a time that is
 * pending, and a link has so many uses. Then profiles, on memberships that were made; then first what frees seats and adds
 * them, and then what takes them.
 */
export function statementsAfter({ rows, profiles, now }: Plan): Statement[] {
  const { invitations, linkJoins, claims, seatEntries } = writes
  const [over, open] = split(rows.invitations.changed, isOver)
  const [released, standing] = split(rows.claims.changed, claim => claim.releasedAt !== null)
  const [more, fewer] = split(rows.seatEntries.added, entry => entry.quantity > 0)
  const steps = [
    ['end invitations', part(over, invitations.changed, now)],
    ['renew invitations', part(open, invitations.changed, now)],
    ['invite', part(rows.invitations.added, invitations.added, now)],
    ['decide joins', part(rows.linkJoins.changed, linkJoins.changed, now)],
    ['join', part(rows.linkJoins.added, linkJoins.added, now)],
    ['profile', part(profiles, updateProfiles, now)],
    ['release', part(released, claims.changed, now)],
    ['more seats', part(more, seatEntries.added, now)],
    ['restore', part(standing, claims.changed, now)],
    ['claim', part(rows.claims.added, claims.added, now)],
    ['fewer seats', part(fewer, seatEntries.added, now)],
  ] as const
  return steps.filter(([, part]) => isThere(part)).map(([name, part]) => join(name, [part]))
}

function split<Row>(rows: readonly Row[], isFirst: (row: Row) => boolean): [Row[], Row[]] {
  return [rows.filter(isFirst), rows.filter(row => !isFirst(row))]
}

function isOver(row: Invitation): boolean {
  return Boolean(row.lapsedAt || row.acceptedAt || row.withdrawnAt)
}

/** The names of new accounts are said: where both are made at once, the database cannot look them up. */
function withNames({ memberships: { added, ...others }, ...rows }: Rows): Rows {
  const made = new Map(rows.users.added.map(user => [user.id, user]))
  const named = added.map(row => {
    const { email = null, firstName = null, lastName = null } = made.get(row.userId) ?? {}
    return { ...row, email, firstName, lastName }
  })
  return { ...rows, memberships: { added: named, ...others } }
}

/** Those of which it is not said by another change of their row. */
function groupsThatGiveOthers({ groups, groupCourses }: Rows): Pick<Group, 'id'>[] {
  const ids = new Set([...groupCourses.added, ...groupCourses.removed].map(({ groupId }) => groupId))
  for (const { id } of [...groups.added, ...groups.removed]) ids.delete(id)
  return [...ids].map(id => ({ id }))
}

interface ProductCourse {
  readonly productId: number
  readonly courseId: number
}

function coursesOfProducts({ products }: Rows): ProductCourse[] {
  return products.changed.flatMap(({ id: productId, courseIds }) =>
    courseIds.map(courseId => ({ productId, courseId })),
  )
}

const newProductCourses = insertingInto<ProductCourse>('product_courses', {
  product_id: ['bigint', row => row.productId],
  course_id: ['bigint', row => row.courseId],
})
const insertProductCourses = unlessThere(newProductCourses)
/** What they hold besides. */
const deleteProductCourses: TableChange<ProductCourse> = {
  ...newProductCourses,
  text: `
    delete from product_courses where product_id = any($1::bigint[])
      and (product_id, course_id) not in (select * from unnest($1::bigint[], $2::bigint[]))`,
}

const updateProfiles: TableChange<Profile> = {
  text: `
    update memberships set external_id = coalesce(new.external_id, memberships.external_id),
      tags = coalesce(string_to_array(new.tags, E'\\x1f'), memberships.tags),
      custom_fields = jsonb_strip_nulls(memberships.custom_fields || coalesce(new.custom_fields, '{}')),
      locale = coalesce(new.locale, memberships.locale), updated_at = new.at
    from unnest($1::bigint[], $2::bigint[], $3::text[], $4::text[], $5::jsonb[], $6::text[], $7::timestamptz[])
      as new (user_id, organization_id, external_id, tags, custom_fields, locale, at)
    where memberships.user_id = new.user_id and memberships.organization_id = new.organization_id`,
  columns: [
    row => row.userId,
    row => row.organizationId,
    row => row.externalId,
    row => row.tags?.join('\x1f') ?? null,
    row => (row.customFields === null ? null : JSON.stringify(row.customFields)),
    row => row.locale,
    (_, now) => now,
  ],
}

function ending<Row>(change: TableChange<Row>, clause: string): TableChange<Row> {
  return { ...change, text: `${change.text} ${clause}` }
}

function unlessThere<Row>(change: TableChange<Row>): TableChange<Row> {
  return ending(change, 'on conflict do nothing')
}
