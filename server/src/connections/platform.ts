/**
 * What a connection asks of another learning platform: the same of each kind, in our words, by ids of theirs. Each call takes a
 * permit first, goes through the guard, and has an end.
 */
import type { Period } from './reconcile.ts'

export interface Person {
  /** Ours: as the id by which they may know the person too. */
  readonly id: number
  readonly email: string
  readonly firstName: string
  readonly lastName: string
}

export interface TheirPerson {
  readonly id: string
  readonly email: string
  readonly firstName: string
  readonly lastName: string
}

/** What of theirs a course of ours can be. */
export const targetKinds = ['course', 'bundle'] as const
export interface Target {
  readonly kind: (typeof targetKinds)[number]
  readonly id: string
}

export interface NamedTarget extends Target {
  readonly name: string
}

export interface TheirEnrollment {
  readonly id: string | null
  readonly personId: string
  readonly email: string | null
  readonly target: Target
  readonly period: Period
  readonly progress: Progress
}

export interface Progress {
  /** From 0 to 1. */
  readonly done: number
  readonly completedAt: Date | null
}

export interface Page<Row> {
  readonly rows: readonly Row[]
  /** Null: it was the last one. */
  readonly next: number | null
}

export interface Platform {
  /** All that a course of ours could be, or `names` of a bundle that is not in any list. */
  listTargets(): Promise<readonly NamedTarget[]>
  /** `taken`: somebody there has the address. A person of theirs is told nothing by it. */
  createPerson(person: Person): Promise<TheirPerson | 'taken'>
  findPerson(email: string): Promise<TheirPerson | null>
  changePerson(id: string, changes: Partial<Omit<TheirPerson, 'id'>>): Promise<void>
  /** Of one person, all courses and of bundles those in question. */
  listEnrollments(personId: string, bundles: readonly string[]): Promise<readonly TheirEnrollment[]>
  /** Gives their id where they say it at once. */
  enroll(personId: string, target: Target, period: Period): Promise<string | null>
  setPeriod(enrollment: Pick<TheirEnrollment, 'id' | 'personId' | 'target'>, period: Period): Promise<void>
  /** Pages of all, from 1. */
  readPeople(page: number): Promise<Page<TheirPerson>>
  readEnrollments(page: number): Promise<Page<TheirEnrollment>>
}

export type FaultKind =
  /** Too many calls: nobody calls before `until`. */
  | 'limited'
  /** Our key, or its plan, may not. */
  | 'refused'
  /** What was asked cannot be: it will not do by being asked again. */
  | 'rejected'
  /** It, or what it is about, is not there. */
  | 'gone'
  /** Not to be reached, or broken: to be tried again. */
  | 'unavailable'

export class PlatformFault extends Error {
  readonly kind: FaultKind
  /** Of `limited`. */
  readonly until: Date | null
  /** Of the answer; null: there was none. */
  readonly status: number | null

  /** `message`: theirs where they said one, without our secrets. */
  constructor(kind: FaultKind, message: string, more: { readonly until?: Date; readonly status?: number } = {}) {
    super(message)
    this.kind = kind
    this.until = more.until ?? null
    this.status = more.status ?? null
  }
}
