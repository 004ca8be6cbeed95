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
  /**
   * Of a bundle, the courses that it gives. People are compared with what they have in each of these, not in the bundle: of one
   * they may have bought more than of another, and no one period tells of both.
   */
  readonly courses: readonly string[]
}

export interface TheirEnrollment {
  /** Null where theirs have none. */
  readonly id: string | null
  readonly personId: string
  readonly email: string | null
  /** A course always: see NamedTarget. */
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
  /** All that a course of ours could be. */
  listTargets(): Promise<readonly NamedTarget[]>
  /** `taken`: somebody there has the address. A person of theirs is told nothing by it. */
  createPerson(person: Person): Promise<TheirPerson | 'taken'>
  findPerson(email: string): Promise<TheirPerson | null>
  /** `taken`: somebody else there has the address, and nothing was changed. */
  changePerson(id: string, changes: Partial<Omit<TheirPerson, 'id'>>): Promise<'changed' | 'taken'>
  /** Of one person, in all courses, whether they came by a bundle or not. */
  listEnrollments(personId: string): Promise<readonly TheirEnrollment[]>
  /**
   * Gives what stands there then: another period than this one where they were enrolled already, which is left as it was. Null: they
   * do not say, or it is done later; it is to be read.
   * Of a bundle, all its courses get the period, those that were there too: it is right where none of them was, or all may have it.
   */
  enroll(personId: string, target: Target, period: Period): Promise<TheirEnrollment | null>
  setPeriod(enrollment: Pick<TheirEnrollment, 'id' | 'personId' | 'target'>, period: Period): Promise<void>
  /** Pages of all, from 1. */
  readPeople(page: number): Promise<Page<TheirPerson>>
  /** Pages, from 1, of all or of one course. */
  readEnrollments(page: number, courseId?: string): Promise<Page<TheirEnrollment>>
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
