/**
 * The rows of a snapshot with what has been decided so far laid over them. The snapshot itself is never written to, and
 * what an intent did before it was refused is taken back.
 */
import type { Change, Message, Operation, Plan, Profile } from '../plan.ts'
import type { Product } from '../rows/course.ts'
import type { MergeStep } from '../rows/merge.ts'
import type { CreditAccount } from '../rows/order.ts'
import type { Enrollment, Grant, Membership, User } from '../rows/person.ts'
import type { SeatCount } from '../rows/place.ts'
import type { Link } from '../rows/way-in.ts'
import { courseKey, enrollmentKey, groupKey, type Snapshot } from '../snapshot.ts'

export interface Circumstances {
  readonly now: Date
  readonly newId: () => number
  /** How long a set-password link lives. */
  readonly passwordLinkDays: number
}

export type Draft = ReturnType<typeof openDraft>

type Journal = (() => void)[]

export function openDraft(snapshot: Snapshot, circumstances: Circumstances) {
  const { domain } = snapshot
  const journal: Journal = []
  const accounts = layOver<string, User>(journal, snapshot.users, user => user.email)
  const users = { ...accounts, get: (email: string) => accounts.get(snapshot.aliases.get(email) ?? email) }
  const enrollments = layOver<string, Enrollment>(journal, snapshot.enrollments, row =>
    enrollmentKey(row.userId, row.courseId),
  )
  const memberships = layOverLists<number, Membership>(journal, snapshot.memberships, row => row.userId)
  const grants = layOverLists<string, Grant>(journal, snapshot.grants, row => enrollmentKey(row.userId, row.courseId))
  const listed = <K, V>(rows: readonly V[], keyOf: (row: V) => K) =>
    layOverLists<K, V>(journal, Map.groupBy(rows, keyOf), keyOf)
  const refunds = listed(snapshot.refunds, row => row.organizationId)
  const teams = listed(domain.teams, row => row.organizationId)
  const teamMembers = listed(domain.teamMembers, row => row.userId)
  const seats = listed(domain.seats, row => row.teamId)
  const seatEntries = listed(domain.seatEntries, row => row.seatId)
  const claims = listed(domain.claims, row => row.seatId)
  const waiters = listed(domain.waiters, row => row.seatId)
  // By name and by id: one call may name thousands.
  const groups = listed(domain.groups, row => groupKey(row.organizationId, row.name))
  const groupsById = listed(domain.groups, row => row.id)
  const groupMembers = listed(domain.groupMembers, row => row.groupId)
  const groupCourses = listed(domain.groupCourses, row => row.groupId)
  const orders = listed(domain.orders, row => row.organizationId)
  const orderLines = listed(domain.orderLines, row => row.orderId)
  const creditAccounts = layOver<number, CreditAccount>(
    journal,
    new Map(domain.creditAccounts.map(row => [row.id, row])),
    row => row.id,
  )
  const creditEntries = listed(domain.creditEntries, row => row.orderId)
  const invitations = listed(domain.invitations, row => row.userId)
  const openedItems = listed(domain.openedItems, row => row.enrollmentId)
  const linkJoins = listed(domain.linkJoins, row => row.linkId)
  const links = layOver<number, Link>(journal, new Map(domain.links.map(row => [row.id, row])), row => row.id)
  const seatCounts = layOver<number, SeatCount>(journal, new Map(), row => row.id)
  // Those that are named too: one may be attached to a group by what is decided here.
  const coursesById = new Map([
    ...domain.coursesById,
    ...[...snapshot.courses.values()].map(row => [row.id, row] as const),
  ])
  const products = layOver<number, Product>(journal, new Map(domain.products.map(row => [row.id, row])), row => row.id)
  const productsOf = Map.groupBy(domain.products, row => row.organizationId)
  const operations = collect<Operation>(journal)
  const changes = collect<Change>(journal)
  const messages = collect<Message>(journal)
  const profiles = collect<Profile>(journal)
  const merges = collect<MergeStep>(journal)
  const changeable = [
    ...[memberships, teamMembers, seats, claims, grants],
    ...[orders, orderLines, invitations, linkJoins],
  ]

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
    users,
    memberships,
    enrollments,
    grants,
    refunds,
    teams,
    teamMembers,
    seats,
    seatCounts,
    seatEntries,
    claims,
    waiters,
    groups,
    groupsById,
    groupMembers,
    groupCourses,
    orders,
    orderLines,
    creditAccounts,
    creditEntries,
    invitations,
    /** With the uses that were decided since the database counted. */
    links,
    linkJoins,
    openedItems,
    operations,
    /**
     * A way in. None is mailed where people sign in elsewhere; where the membership is suspended it waits until that is over,
     * but for an invitation, which somebody has just decided on.
     */
    mail({ kind, userId, organizationId, operationId }: Omit<Message, 'id' | 'state'>): void {
      const { signInMode } = snapshot.organizations.get(organizationId) ?? {}
      if (signInMode === 'single_sign_on') return
      const membership = memberships.get(userId).find(row => row.organizationId === organizationId)
      const state = membership?.suspendedAt && kind !== 'invitation' ? 'held' : 'queued'
      messages.push({ id: circumstances.newId(), kind, userId, organizationId, operationId, state })
    },
    profiles,
    merges,
    merging: snapshot.merging,
    recordChange: (change: Omit<Change, 'id'>) => changes.push({ id: circumstances.newId(), ...change }),
    externalIds: domain.externalIds,
    leadersOfTeams: snapshot.leadersOfTeams,
    organization: (id: number | null) => (id === null ? undefined : snapshot.organizations.get(id)),
    course: (organizationId: number | null, name: string) =>
      organizationId === null ? undefined : snapshot.courses.get(courseKey(organizationId, name)),
    courseById: (id: number) => coursesById.get(id),
    products,
    productById: (id: number) => products.get(id),
    productsOf: (organizationId: number) =>
      (productsOf.get(organizationId) ?? []).map(({ id }) => products.get(id) as Product),
    /** Where to come back to with `takeBack`. */
    mark: () => journal.length,
    takeBack(mark: number): void {
      for (const step of journal.splice(mark).reverse()) step()
    },
    changes: (): Omit<Plan, 'outcomes' | 'events' | 'deliveries'> => ({
      now: circumstances.now,
      newUsers: users.added(),
      changedUsers: users.changed(),
      endedPasswords: users
        .changed()
        .filter(({ email, passwordSetAt }) => !passwordSetAt && snapshot.users.get(email)?.passwordSetAt),
      newMemberships: memberships.added(),
      changedMemberships: memberships.changed(),
      removedMemberships: memberships.removed(),
      newEnrollments: enrollments.added(),
      changedEnrollments: enrollments.changed(),
      newGrants: grants.added(),
      changedGrants: grants.changed(),
      newRefunds: refunds.added(),
      changedProducts: products.changed(),
      newTeams: teams.added(),
      archivedTeams: teams.removed(),
      newTeamMembers: teamMembers.added(),
      changedTeamMembers: teamMembers.changed(),
      removedTeamMembers: teamMembers.removed(),
      newSeats: seats.added(),
      changedSeats: seats.changed(),
      seatCounts: countedSeats(),
      newSeatEntries: seatEntries.added(),
      newClaims: claims.added(),
      changedClaims: claims.changed(),
      newWaiters: waiters.added(),
      removedWaiters: waiters.removed(),
      newGroups: groups.added(),
      archivedGroups: groups.removed(),
      newGroupMembers: groupMembers.added(),
      removedGroupMembers: groupMembers.removed(),
      newGroupCourses: groupCourses.added(),
      removedGroupCourses: groupCourses.removed(),
      newOrders: orders.added(),
      changedOrders: orders.changed(),
      newOrderLines: orderLines.added(),
      changedOrderLines: orderLines.changed(),
      newCreditEntries: creditEntries.added(),
      newInvitations: invitations.added(),
      changedInvitations: invitations.changed(),
      newLinkJoins: linkJoins.added(),
      changedLinkJoins: linkJoins.changed(),
      newOpenedItems: openedItems.added(),
      removedOpenedItems: openedItems.removed(),
      profiles: profiles.all(),
      merges: merges.all(),
      operations: operations.all(),
      changes: changes.all(),
      messages: messages.all(),
      before: new Map([users, enrollments, products, ...changeable].flatMap(rows => [...rows.before()])),
      earlierMemberships: [...memberships.added(), ...memberships.changed()].flatMap(
        ({ userId }) => snapshot.memberships.get(userId) ?? [],
      ),
    }),
  }
}

/** What is only added. */
function collect<Row>(journal: Journal) {
  const rows: Row[] = []
  return {
    push(row: Row): void {
      rows.push(row)
      journal.push(() => rows.pop())
    },
    all: (): readonly Row[] => rows,
  }
}

/** One row a key. */
function layOver<K, V>(journal: Journal, stored: ReadonlyMap<K, V>, keyOf: (row: V) => K) {
  const added = new Map<K, V>()
  const changed = new Map<K, V>()
  return {
    get: (key: K): V | undefined => added.get(key) ?? changed.get(key) ?? stored.get(key),
    all: (): readonly V[] => [...new Map([...stored, ...changed, ...added]).values()],
    put(row: V): V {
      const key = keyOf(row)
      const rows = stored.has(key) ? changed : added
      const before = rows.get(key)
      rows.set(key, row)
      journal.push(() => (before === undefined ? rows.delete(key) : rows.set(key, before)))
      return row
    },
    added: () => [...added.values()],
    changed: () => [...changed.values()],
    before: () =>
      new Map([...changed].map(([key, row]): [object, object] => [row as object, stored.get(key) as object])),
  }
}

/** A list of rows a key; a row is replaced by handing over both. What was read stays as it was. */
function layOverLists<K, V>(journal: Journal, stored: ReadonlyMap<K, readonly V[]>, keyOf: (row: V) => K) {
  const lists = new Map<K, V[]>()
  /** Those that somebody has read: they are copied before they are written to, others are not, however long they are. */
  const read = new Set<K>()
  const added = new Set<V>()
  const changed = new Set<V>()
  const removed = new Set<V>()
  /** What a changed row was before it was changed, as far as it was stored. */
  const storedAs = new Map<V, V>()
  const peek = (key: K): readonly V[] => lists.get(key) ?? stored.get(key) ?? []

  function write(key: K): V[] {
    const list = lists.get(key)
    if (list && !read.has(key)) return list
    const own = [...peek(key)]
    lists.set(key, own)
    read.delete(key)
    return own
  }
  function exchange(key: K, old: V, by: readonly V[]): void {
    const at = peek(key).indexOf(old)
    if (at < 0) return
    write(key).splice(at, 1, ...by)
    journal.push(() => write(key).splice(at, by.length, old))
  }
  function mark(rows: Set<V>, row: V): void {
    rows.add(row)
    journal.push(() => rows.delete(row))
  }
  function unmark(rows: Set<V>, row: V): boolean {
    const was = rows.delete(row)
    if (was) journal.push(() => rows.add(row))
    return was
  }

  return {
    get(key: K): readonly V[] {
      read.add(key)
      return peek(key)
    },
    all: (): readonly V[] => [...new Set([...stored.keys(), ...lists.keys()])].flatMap(peek),
    add(row: V): V {
      const key = keyOf(row)
      write(key).push(row)
      journal.push(() => write(key).pop())
      mark(added, row)
      return row
    },
    replace(old: V, row: V): V {
      exchange(keyOf(row), old, [row])
      mark(unmark(added, old) ? added : changed, row)
      unmark(changed, old)
      storedAs.set(row, storedAs.get(old) ?? old)
      return row
    },
    remove(row: V): void {
      exchange(keyOf(row), row, [])
      unmark(changed, row)
      if (!unmark(added, row)) mark(removed, storedAs.get(row) ?? row)
    },
    added: () => [...added],
    changed: () => [...changed],
    removed: () => [...removed],
    before: () => new Map([...changed].map((row): [object, object] => [row as object, storedAs.get(row) as object])),
  }
}
