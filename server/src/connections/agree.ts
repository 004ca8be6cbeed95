/**
 * Makes it so, for one person, that a platform agrees with what is so here: nothing is called where it does by all that we know,
 * one call is made where one is enough, and what is there is read before any of it is changed.
 */
import type { Reader } from '../db/database.ts'
import { keepMemory } from './memory.ts'
import { type DueCourse, readDuePerson } from './person.ts'
import { type Person, type Platform, PlatformFault, type TheirEnrollment, type TheirPerson } from './platform.ts'
import { isEqual, reconcile, written } from './reconcile.ts'
import { keepPerson } from './things.ts'

export interface Agreeing {
  readonly database: Reader
  readonly platform: Platform
  readonly connectionId: number
  readonly now: () => Date
  /** Before anything is written there. Throws where somebody else is at it by now. */
  readonly requireHeld: () => Promise<void>
}

/** What they would not do: each in its turn, and the others all the same. */
export interface Problem {
  /** Theirs; null: it is about the person. */
  readonly course: string | null
  readonly status: number | null
  readonly words: string
}

/** With `look`, what is there is read in any case. Throws a PlatformFault that is not about this person alone. */
export async function agree(
  deps: Agreeing,
  { userId, look }: { readonly userId: number; readonly look: boolean },
): Promise<readonly Problem[]> {
  const { database, connectionId, platform, now } = deps
  const due = await readDuePerson(database, { connectionId, userId })
  if (!due) return []
  const isSettled = ({ wanted, memory }: DueCourse) =>
    memory.sending === null && reconcile(wanted, memory.seen, memory, now()).write === null
  const courses = due.courses.filter(course => look || !isSettled(course))
  const problems: Problem[] = []
  const trying = <Result>(course: string | null, work: () => Promise<Result>) => work().catch(noting(problems, course))
  const { known } = due
  if (known) await trying(null, () => tellOfPerson(deps, due.person, known))
  if (courses.length === 0) return problems
  const person = known ? { ...known, isNew: false } : await trying(null, () => findOrCreate(deps, due.person))
  if (!person) return problems
  // Whoever was just made there has nothing yet.
  const isNothingThere = ({ memory }: DueCourse) => due.isCompared && memory.seen === null && memory.sending === null
  const isAllNew = person.isNew || (!look && courses.every(isNothingThere))
  const there = isAllNew ? [] : await platform.listEnrollments(person.id)
  for (const course of courses)
    await trying(course.course, () => agreeOnCourse(deps, { userId, person, course, there }))
  return problems
}

type Came = TheirPerson & { readonly isNew: boolean }

async function findOrCreate({ database, platform, connectionId }: Agreeing, person: Person): Promise<Came> {
  const made = await platform.createPerson(person)
  const found = made === 'taken' ? await platform.findPerson(person.email) : made
  if (!found) throw new PlatformFault('rejected', 'They say that somebody has the address, and show nobody who has it.')
  // Who was there already keeps the names they have there, until they are changed here.
  await keepPerson(database, connectionId, { ...person, theirs: found.id })
  return { ...found, isNew: made !== 'taken' }
}

/** What has changed here since they were told. Of who was erased nothing is told: what is left is no address. */
async function tellOfPerson(
  { database, platform, connectionId }: Agreeing,
  person: Person,
  known: TheirPerson,
): Promise<void> {
  if (!person.email.includes('@')) return
  const fields = ['email', 'firstName', 'lastName'] as const
  const changes = Object.fromEntries(
    fields.flatMap(field => (known[field] === person[field] ? [] : [[field, person[field]]])),
  )
  if (Object.keys(changes).length === 0) return
  if ((await platform.changePerson(known.id, changes)) === 'taken')
    throw new PlatformFault('rejected', 'Somebody else there has the address.')
  await keepPerson(database, connectionId, { ...person, theirs: known.id })
}

interface OneCourse {
  readonly userId: number
  readonly person: Came
  readonly course: DueCourse
  readonly there: readonly TheirEnrollment[]
}

/** What is to be written is remembered before it is: an answer may be lost. */
async function agreeOnCourse(deps: Agreeing, { userId, person, course, there }: OneCourse): Promise<void> {
  const { database, platform, connectionId, now } = deps
  const { course: theirCourse, wanted, memory } = course
  const target = { kind: 'course', id: theirCourse } as const
  const found = there.find(({ target: { id } }) => id === theirCourse)
  const which = { connectionId, userId, course: theirCourse }
  const reconciled = reconcile(wanted, found?.period ?? null, memory, now())
  if (reconciled.write !== null) await deps.requireHeld()
  await keepMemory(database, which, found?.id ?? null, reconciled.memory)
  if (reconciled.write === null) return
  if (found) {
    await platform.setPeriod(found, reconciled.write)
    await keepMemory(database, which, found.id, written(reconciled.memory))
  } else {
    const made = await platform.enroll(person.id, target, reconciled.write)
    // Where they had it by themselves after all, it is looked at as it stands.
    if (made && !isEqual(made.period, reconciled.write))
      return agreeOnCourse(deps, { userId, person, course: { ...course, memory: reconciled.memory }, there: [made] })
    await keepMemory(database, which, made?.id ?? null, written(reconciled.memory))
  }
}

function noting(problems: Problem[], course: string | null) {
  return (error: unknown): undefined => {
    if (!(error instanceof PlatformFault) || (error.kind !== 'rejected' && error.kind !== 'gone')) throw error
    problems.push({ course, status: error.status, words: error.message })
  }
}
