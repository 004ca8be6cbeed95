/** A Thinkific school, asked in our words. */
import { type NamedTarget, type Platform, PlatformFault } from '../platform.ts'
import { type Asking, createAsking, type Opening } from './ask.ts'
import { readAll, readPage, understood } from './read-page.ts'
import {
  bundleIdOf,
  bundleOf,
  changesSent,
  courseOf,
  enrollmentOf,
  isTaken,
  periodSent,
  personOf,
  personSent,
  type SignOnProvider,
} from './translate.ts'

export function openThinkific(
  opening: Opening & { readonly settings: { readonly provider?: SignOnProvider } },
): Platform {
  const ask = createAsking(opening)
  const people = { path: '/users', of: personOf }

  async function findEnrollment(personId: string, courseId: string) {
    const rows = await readAll(ask, enrollmentsOf({ personId, courseId }))
    return rows[0] ?? null
  }

  return {
    listTargets: () => listTargets(ask),

    async createPerson(person) {
      const body = personSent(person, opening.settings.provider ?? null)
      const answered = await ask('POST', '/users', { body }, isTaken)
      return answered.isRefused ? 'taken' : understood(() => personOf(answered.said))
    },

    async findPerson(email) {
      const { rows } = await readPage(ask, { ...people, query: { 'query[email]': email } }, 1)
      return rows.find(person => isSameEmail(person.email, email)) ?? null
    },

    async changePerson(id, changes) {
      const answered = await ask('PUT', `/users/${encodeURIComponent(id)}`, { body: changesSent(changes) }, isTaken)
      return answered.isRefused ? 'taken' : 'changed'
    },

    listEnrollments: personId => readAll(ask, enrollmentsOf({ personId })),

    async enroll(personId, target, period) {
      const who = { user_id: Number(personId), ...periodSent(period) }
      if (target.kind === 'bundle') {
        await ask('POST', `/bundles/${encodeURIComponent(target.id)}/enrollments`, { body: who })
        return null
      }
      const body = { course_id: Number(target.id), ...who }
      const answered = await ask('POST', '/enrollments', { body }, () => true)
      if (!answered.isRefused) return understood(() => enrollmentOf(answered.said))
      // Which words they refuse to enroll somebody a second time with is not known: whether it is so can be seen.
      const there = await findEnrollment(personId, target.id)
      if (there === null) throw answered.fault
      return there
    },

    async setPeriod({ id, personId, target }, period) {
      const known = id ?? (await findEnrollment(personId, target.id))?.id
      if (!known) throw new PlatformFault('gone', 'There is no such enrollment')
      await ask('PUT', `/enrollments/${encodeURIComponent(known)}`, { body: periodSent(period) })
    },

    readPeople: page => readPage(ask, people, page),
    readEnrollments: (page, courseId) => readPage(ask, enrollmentsOf({ courseId }), page),
  }
}

/** Of somebody or of a course: rows of others have been met in such lists, and are left out. */
function enrollmentsOf({ personId, courseId }: { readonly personId?: string; readonly courseId?: string | undefined }) {
  const query = {
    ...(personId !== undefined && { 'query[user_id]': personId }),
    ...(courseId !== undefined && { 'query[course_id]': courseId }),
  }
  const of: typeof enrollmentOf = row => {
    const read = enrollmentOf(row)
    const isOther = read?.personId !== (personId ?? read?.personId) || read?.target.id !== (courseId ?? read?.target.id)
    return isOther ? null : read
  }
  return { path: '/enrollments', query, of }
}

/** Bundles are in no list: what is sold tells which there are. */
async function listTargets(ask: Asking): Promise<readonly NamedTarget[]> {
  const courses = await readAll(ask, { path: '/courses', of: courseOf })
  const sold = await readAll(ask, { path: '/products', of: bundleIdOf })
  const bundles: NamedTarget[] = []
  for (const id of new Set(sold)) bundles.push(...(await findBundle(ask, id)))
  return [...courses, ...bundles]
}

/** One that has gone meanwhile is none. */
async function findBundle(ask: Asking, id: string): Promise<readonly NamedTarget[]> {
  try {
    const { said } = await ask('GET', `/bundles/${encodeURIComponent(id)}`)
    return [understood(() => bundleOf(said))]
  } catch (error) {
    if (error instanceof PlatformFault && error.kind === 'gone') return []
    throw error
  }
}

function isSameEmail(one: string, other: string): boolean {
  return one.trim().toLowerCase() === other.trim().toLowerCase()
}
