/** Who is to be put somewhere: somebody known here, by id or by email, or somebody new, by email and name. */
import { Type } from 'typebox'
import { type Say, sayNotThere } from '../api/problem-words.ts'
import { Id } from '../http/shapes.ts'
import type { Problems } from '../lib/checks.ts'
import { normalizeEmail } from '../lib/email.ts'
import { forms } from '../lib/forms.ts'
import { type Names, personProblems, readPerson } from '../lib/person.ts'
import { Refusal } from '../lib/refusal.ts'
import { wrongWith } from '../provisioning/actions/action.ts'
import type { Action } from '../provisioning/actions/actions.ts'

export interface NamedPerson extends Names {
  readonly user_id?: number
  readonly email?: string
  readonly send_welcome_email?: boolean
}

export const namedPerson = {
  user_id: Type.Optional({ ...Id, description: 'Somebody known in an organization of yours; instead of `email`.' }),
  email: Type.Optional(Type.String({ maxLength: 1000, 'x-form': forms.email, examples: ['jane@example.com'] })),
  first_name: Type.Optional(
    Type.String({ 'x-form': forms.line(150), description: 'Required for somebody new.', examples: ['Jane'] }),
  ),
  last_name: Type.Optional(Type.String({ 'x-form': forms.lineOrNone(150), examples: ['Doe'] })),
  send_welcome_email: Type.Optional(
    Type.Boolean({ description: 'Whether a mail goes out when something changed. Default: true.' }),
  ),
}

/** As the core is asked. */
export function readNamed({
  user_id: id,
  email: text,
  first_name,
  last_name,
  send_welcome_email: welcome = true,
}: NamedPerson): Pick<Action<'join_group'>, 'person' | 'firstName' | 'lastName' | 'welcome' | 'problems'> {
  const email = text === undefined ? null : normalizeEmail(text)
  const { firstName, lastName, ...read } = readPerson({ first_name, last_name })
  return {
    person: id === undefined ? { email: email ?? text ?? '' } : { user: id },
    ...{ firstName, lastName, welcome },
    problems: wrongWith({
      ...(id === undefined ? emailProblems(text, email) : notWithId({ email: text, first_name, last_name })),
      ...personProblems(read),
    }),
  }
}

export const sayNamed: Say = problem => {
  const { code, field } = problem
  if (code !== 'not_there' || field !== 'user_id') return sayNotThere(problem)
  const message = 'is nobody of your organizations'
  return new Refusal('not_found', `${field} ${message}`, [{ field, message }])
}

function emailProblems(text: string | undefined, email: string | null): Problems {
  if (text === undefined) return { email: 'is required, or user_id' }
  return { email: email === null ? 'must be a mail address, such as jane@example.com' : null }
}

function notWithId(given: Readonly<Record<string, string | undefined>>): Problems {
  return Object.fromEntries(
    Object.entries(given).map(([field, value]) => [field, value === undefined ? null : 'does not go with user_id']),
  )
}
