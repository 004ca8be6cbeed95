/**
 * The rows of a snapshot with what has been decided so far laid over them. The snapshot itself is never written to, and
 * what an intent did before it was refused is taken back.
 */
import type { Operation, Plan, Profile } from '../plan.ts'
import { courseKey, groupPlaceKey, nameKey } from '../rows/keys.ts'
import type { Change, Message } from '../rows/log.ts'
import type { MergeStep } from '../rows/merge.ts'
import type { SeatCount } from '../rows/place.ts'
import type { AnyRow, Table } from '../rows/table.ts'
import { ofEachTable, type RowIn, type TableName, type tables } from '../rows/tables.ts'
import type { Rows, Snapshot } from '../snapshot.ts'
import type { Ends } from './fold.ts'
import { type Beside, collect, type Journal, type Layer, type LayerOfOne, layOver, layOverOne } from './layer.ts'

export interface Circumstances {
  readonly now: Date
  readonly newId: () => number
  /** How long a set-password link lives. */
  readonly passwordLinkDays: number
}

export type Draft = ReturnType<typeof openDraft>

type LayerOf<T> =
  T extends Table<infer Row, infer Key, infer IsOnly>
    ? Noting<Row, IsOnly extends true ? LayerOfOne<Row, Key> : Layer<Row, Key>>
    : never
type Layers = { readonly [Name in TableName]: LayerOf<(typeof tables)[Name]> }

/** Of a row that is added it need not be said which operation it came of: it is the one that is being decided. */
type Noting<Row, Of> = Omit<Of, 'add'> & { add(row: New<Row>): Row }
type New<Row> = Row extends { readonly operationId: infer Id }
  ? Omit<Row, 'operationId'> & { readonly operationId?: Id }
  : Row

type Besides = { readonly [Name in TableName]?: Beside<RowIn<Name>> }

const notesOperation = ofEachTable((_, { columns }) => columns.some(({ property }) => property === 'operationId'))

function layOverEach(journal: Journal, rows: Rows, besides: Besides): Layers {
  return ofEachTable((name, { isOnly, by }) => {
    const layer = (isOnly ? layOverOne : layOver)(journal, rows[name], by, besides[name])
    if (!notesOperation[name]) return layer
    return { ...layer, add: (row: AnyRow) => layer.add({ operationId: journal.operationId, ...row }) }
  }) as Layers
}

export function openDraft(snapshot: Snapshot, circumstances: Circumstances) {
  const journal: Journal = { steps: [], causes: new Map(), operationId: 0 }
  // By name too: one call may name thousands.
  const teamsByName = layOver(journal, snapshot.rows.teams, row => nameKey(row.organizationId, row.name))
  const groupsByName = layOver(journal, snapshot.rows.groups, row => nameKey(row.organizationId, row.name))
  const groupPlaces = layOver(journal, snapshot.rows.groupMembers, groupPlaceKey)
  const besides = { teams: teamsByName, groups: groupsByName, groupMembers: groupPlaces }
  const layers = layOverEach(journal, snapshot.rows, besides)
  const { memberships, seats, products, messages, changes } = layers
  const users = { ...layers.users, get: (email: string) => layers.users.get(snapshot.aliases.get(email) ?? email) }
  const seatCounts = layOverOne<SeatCount, number>(journal, [], row => row.id)
  // Those that are named too: one may be attached to a group by what is decided here.
  const coursesById = new Map([
    ...snapshot.coursesById,
    ...[...snapshot.courses.values()].map(row => [row.id, row] as const),
  ])
  const productsOf = Map.groupBy(snapshot.rows.products, row => row.organizationId)
  const operations = collect<Operation>(journal)
  const profiles = collect<Profile>(journal)
  const merges = collect<MergeStep>(journal)

  const countedSeats = () => {
    const counts = seatCounts.added()
    const known = new Map((counts.length > 0 ? seats.all() : []).map(seat => [seat.id, seat]))
    return counts.flatMap(after => {
      const before = known.get(after.id)
      if (!before || (before.quantity === after.quantity && before.used === after.used)) return []
      return { teamId: before.teamId, product: products.get(before.productId)?.name ?? '', before, after }
    })
  }

  return {
    ...circumstances,
    ...layers,
    users,
    /** By `nameKey`. */
    teamByName: (key: string) => teamsByName.get(key)[0],
    groupByName: (key: string) => groupsByName.get(key)[0],
    /** By `groupPlaceKey`. */
    groupPlace: (key: string) => groupPlaces.get(key)[0],
    seatCounts,
    operations,
    /** Where the membership is suspended it waits until that is over, but for an invitation, which somebody has just decided on. */
    mail({ kind, userId, organizationId }: Pick<Message, 'kind' | 'userId' | 'organizationId'>): void {
      const membership = memberships.get(userId).find(row => row.organizationId === organizationId)
      const state = membership?.suspendedAt && kind !== 'invitation' ? 'held' : 'queued'
      messages.add({ id: circumstances.newId(), kind, userId, organizationId, state })
    },
    profiles,
    merges,
    merging: snapshot.merging,
    recordChange: (change: Omit<Change, 'id' | 'operationId'>) => changes.add({ id: circumstances.newId(), ...change }),
    externalIds: snapshot.externalIds,
    leadersOfTeams: snapshot.leadersOfTeams,
    organization: (id: number | null) => (id === null ? undefined : snapshot.organizations.get(id)),
    course: (organizationId: number | null, name: string) =>
      organizationId === null ? undefined : snapshot.courses.get(courseKey(organizationId, name)),
    courseById: (id: number) => coursesById.get(id),
    productById: (id: number) => products.get(id),
    productsOf: (organizationId: number) =>
      (productsOf.get(organizationId) ?? []).flatMap(({ id }) => products.get(id) ?? []),
    /** What is decided from here on came of this operation. */
    begin(foreseen: number | null = null): number {
      journal.operationId = foreseen ?? circumstances.newId()
      return journal.operationId
    },
    /** The one that is being decided. */
    operationId: () => journal.operationId, // as a getter it would make the whole draft slow
    /** Reckoned once for all that is decided together. */
    ends: new Map() as Ends,
    /** Where to come back to with `takeBack`. */
    mark: () => journal.steps.length,
    takeBack(mark: number): void {
      for (const step of journal.steps.splice(mark).reverse()) step()
    },
    plan: (): Omit<Plan, 'outcomes' | 'events' | 'deliveries' | 'isConnected'> => ({
      now: circumstances.now,
      rows: ofEachTable(name => layers[name].outcome()) as Plan['rows'],
      endedPasswords: users.changedFrom().flatMap(([row, was]) => (was.passwordSetAt && !row.passwordSetAt ? row : [])),
      seatCounts: countedSeats(),
      profiles: profiles.all(),
      merges: merges.all(),
      operations: operations.all(),
      causes: journal.causes,
      before: new Map(Object.values(layers).flatMap((layer): [object, object][] => layer.changedFrom())),
      earlierMemberships: [...memberships.added(), ...memberships.changed()].flatMap(({ userId }) =>
        memberships.stored(userId),
      ),
    }),
  }
}
