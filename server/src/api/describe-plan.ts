/** A plan of the engine, as the API shows it. */
import { givenReference } from '../lib/reference.ts'
import { foldGrants, runAt } from '../provisioning/decide/fold.ts'
import type { ChangedRows, Plan } from '../provisioning/plan.ts'
import { enrollmentKey } from '../provisioning/rows/keys.ts'
import type { Grant } from '../provisioning/rows/person.ts'
import type { AnyRow } from '../provisioning/rows/table.ts'
import { ofEachTable, type TableName, tableNames, tables } from '../provisioning/rows/tables.ts'

/**
 * What would be made has no id yet: it is called `#1`, `#2`, wherever it is spoken of. Whoever is a member of no
 * organization from `home` down is shown as somebody new: whether such an account exists is not the caller's to know. It may
 * be interrupted: a plan may be of thousands.
 */
export function* describePlan(plan: Plan, home: { readonly id: number }): Generator<void, DescribedPlan> {
  const rows = listShown({ ...plan.rows, ...showAsNew(plan, home) })
  const made = rows.flatMap(({ action, row }) => (action === 'create' && 'id' in row ? [row.id] : []))
  const names = new Map(made.map((id, index) => [id, `#${index + 1}`]))
  const changes: DescribedChange[] = []
  for (const { action, name, row } of rows) {
    changes.push(describeChange(action, name, { row, before: plan.before.get(row) as AnyRow | undefined, names }))
    yield
  }
  return { mode: 'plan', changes: [...changes, ...describeMerges(plan)], seats: describeSeats(plan, names) }
}

/** At most so many changes are shown of it. */
export function countChanges({ rows }: Plan): number {
  return listShown(rows).length
}

interface DescribedPlan {
  readonly mode: 'plan'
  readonly changes: readonly DescribedChange[]
  readonly seats: ReturnType<typeof describeSeats>
}

interface DescribedChange {
  readonly action: 'create' | 'update' | 'delete'
  readonly kind: string
  readonly before: object | null
  readonly after: object | null
}

type ShownRows = Readonly<Record<TableName, ChangedRows<AnyRow>>>

/** The log itself, and what only counts, is left out. */
function listShown(rows: ShownRows) {
  return tableNames.flatMap(name => {
    const { added, changed, removed } = rows[name]
    if (tables[name].shownAs === null) return []
    const list = (action: DescribedChange['action'], rows: readonly AnyRow[]) =>
      rows.map(row => ({ action, name, row }))
    return [...list('create', added), ...list('update', changed), ...list('delete', removed)]
  })
}

function describeChange(
  action: DescribedChange['action'],
  name: TableName,
  { row, before, names }: { row: AnyRow; before: AnyRow | undefined; names: ReadonlyMap<unknown, string> },
): DescribedChange {
  const kind = tables[name].shownAs ?? name
  const described = toJson(name, row, names)
  if (action === 'delete') return { action, kind, before: described, after: null }
  const stood = action === 'update' ? before : undefined
  return { action, kind, before: stood ? toJson(name, stood, names) : null, after: described }
}

/** The rows that would tell those whose account exists elsewhere from those who have none. */
function showAsNew(plan: Plan, home: { readonly id: number }) {
  const { users, memberships, grants, enrollments, messages } = plan.rows
  const here = plan.earlierMemberships.filter(({ path }) => path.includes(home.id))
  const known = new Set(here.filter(({ invitedAt }) => invitedAt === null).map(row => row.userId))
  // Whoever is only invited is spoken of already, but is not known yet.
  const spokenOf = new Set(here.map(row => row.userId))
  const entering = memberships.changed.filter(({ userId }) => !known.has(userId)).map(row => row.userId)
  const made = new Map(users.added.map(({ id, email }) => [id, email]))
  const named = new Map(plan.operations.map(({ userId, email }) => [userId, email]))
  const members = memberships.added.map(({ userId }) => userId)
  const joining = [...new Set(members), ...made.keys()].filter(id => !known.has(id))
  const found = [...new Set([...joining, ...entering])].flatMap(id => [[id, made.get(id) ?? named.get(id)] as const])
  const people = new Map(found.filter(([, email]) => email))
  const given = grants.added.filter(({ userId }) => people.has(userId))
  const ends = new Map()
  const opened = [...Map.groupBy(given, row => enrollmentKey(row.userId, row.courseId)).values()].map(given => {
    const [{ id, userId, courseId }] = given as [Grant]
    const run = runAt(foldGrants(given, ends), plan.now)
    // Nothing else of the plan goes by this id: the real one may be of a row that is there already.
    return { id: -id, userId, courseId, ...run, revokedAt: null, suspendedAt: null, completedAt: null }
  })
  const isKnown = ({ userId }: { userId: number }) => !people.has(userId)
  return {
    users: {
      added: [...people].filter(([id]) => !spokenOf.has(id)).map(([id, email]) => ({ id, email })),
      changed: users.changed.filter(({ id }) => !people.has(id)),
      removed: [],
    },
    enrollments: {
      added: [...enrollments.added.filter(isKnown), ...opened],
      changed: enrollments.changed.filter(isKnown),
      removed: [],
    },
    // Of an account that comes to be shared.
    messages: { ...messages, added: messages.added.filter(row => isKnown(row) || row.kind !== 'password_link') },
  }
}

/** What a merge comes to, and the access. */
function describeMerges({ merges, rows: { changes } }: Plan) {
  const named = new Map<unknown, string>()
  const whole = changes.added.flatMap(({ kind, before, after }) =>
    kind === 'merge' ? { action: before ? ('delete' as const) : ('create' as const), kind, before, after } : [],
  )
  const enrollments = merges.flatMap(step => [...step.enrollments, ...step.newEnrollments])
  const access = enrollments.map(row => {
    return { action: 'update' as const, kind: 'enrollment', before: null, after: toJson('enrollments', row, named) }
  })
  return [...whole, ...access]
}

function describeSeats(plan: Plan, names: ReadonlyMap<unknown, string>) {
  return plan.seatCounts.map(({ teamId, product, before, after }) => ({
    team_id: names.get(teamId) ?? teamId,
    product,
    quantity: after.quantity,
    used: after.used,
    before: { quantity: before.quantity, used: before.used },
  }))
}

const fields = ofEachTable((_, { shown }) =>
  shown.map(name => ({ name, as: toSnakeCase(name), isOfIds: /ids?$/i.test(name) })),
)

/** What the table's entry says may be shown, and nothing that a row may hold besides. */
function toJson(table: TableName, row: AnyRow, names: ReadonlyMap<unknown, string>): Record<string, unknown> {
  const json: Record<string, unknown> = {}
  for (const { name, as, isOfIds } of fields[table])
    if (name in row) json[as] = isOfIds ? nameIds(row[name], names) : row[name]
  if (typeof json.reference === 'string') json.reference = givenReference(json.reference)
  return json
}

function nameIds(value: unknown, names: ReadonlyMap<unknown, string>): unknown {
  return Array.isArray(value) ? value.map(id => names.get(id) ?? id) : (names.get(value) ?? value)
}

function toSnakeCase(name: string): string {
  return name.replace(/[A-Z]/g, letter => `_${letter.toLowerCase()}`)
}
