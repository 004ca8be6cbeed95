/** The rows of a snapshot with what has been decided so far laid over them. The snapshot itself is never written to. */
import type { Message, Operation, Plan } from './plan.ts'
import {
  courseKey,
  type Enrollment,
  enrollmentKey,
  type Grant,
  type Membership,
  type Snapshot,
  type User,
} from './snapshot.ts'

export interface Circumstances {
  readonly now: Date
  readonly newId: () => number
  /** How long a set-password link lives. */
  readonly passwordLinkDays: number
}

export type Draft = ReturnType<typeof openDraft>

export function openDraft(snapshot: Snapshot, circumstances: Circumstances) {
  const users = layOver<string, User>(snapshot.users, user => user.email)
  const enrollments = layOver<string, Enrollment>(snapshot.enrollments, row => enrollmentKey(row.userId, row.courseId))
  const memberships = layOverLists<number, Membership>(snapshot.memberships, row => row.userId)
  const grants = layOverLists<string, Grant>(snapshot.grants, row => enrollmentKey(row.userId, row.courseId))
  const operations: Operation[] = []
  const messages: Message[] = []

  return {
    ...circumstances,
    users,
    memberships,
    enrollments,
    grants,
    operations,
    messages,
    organization: (id: number | null) => (id === null ? undefined : snapshot.organizations.get(id)),
    course: (organizationId: number | null, name: string) =>
      organizationId === null ? undefined : snapshot.courses.get(courseKey(organizationId, name)),
    changes: (): Omit<Plan, 'outcomes'> => ({
      now: circumstances.now,
      newUsers: users.added(),
      changedUsers: users.changed(),
      endedPasswords: users
        .changed()
        .filter(({ email, passwordSetAt }) => !passwordSetAt && snapshot.users.get(email)?.passwordSetAt),
      newMemberships: memberships.added(),
      newEnrollments: enrollments.added(),
      changedEnrollments: enrollments.changed(),
      newGrants: grants.added(),
      revokedGrants: grants.changed(),
      operations,
      messages,
    }),
  }
}

/** One row a key. */
function layOver<K, V>(stored: ReadonlyMap<K, V>, keyOf: (row: V) => K) {
  const added = new Map<K, V>()
  const changed = new Map<K, V>()
  return {
    get: (key: K): V | undefined => added.get(key) ?? changed.get(key) ?? stored.get(key),
    put(row: V): V {
      const key = keyOf(row)
      if (stored.has(key)) changed.set(key, row)
      else added.set(key, row)
      return row
    },
    added: () => [...added.values()],
    changed: () => [...changed.values()],
  }
}

/** A list of rows a key; a row is replaced by handing over both. */
function layOverLists<K, V>(stored: ReadonlyMap<K, readonly V[]>, keyOf: (row: V) => K) {
  const lists = new Map<K, readonly V[]>()
  const added = new Set<V>()
  const changed = new Set<V>()
  const get = (key: K): readonly V[] => lists.get(key) ?? stored.get(key) ?? []
  return {
    get,
    add(row: V): void {
      lists.set(keyOf(row), [...get(keyOf(row)), row])
      added.add(row)
    },
    replace(old: V, row: V): void {
      lists.set(
        keyOf(row),
        get(keyOf(row)).map(other => (other === old ? row : other)),
      )
      if (added.delete(old)) added.add(row)
      else {
        changed.delete(old)
        changed.add(row)
      }
    },
    added: () => [...added],
    changed: () => [...changed],
  }
}
