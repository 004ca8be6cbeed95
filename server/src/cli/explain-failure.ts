/** What a person is told when a command fails, and the exit status. Never an address with a password in it. */
import pg from 'pg'
import { BadSetting } from '../config.ts'
import { explainConstraint } from '../db/constraints.ts'
import { isUnavailable } from '../db/failures.ts'
import { Refusal } from '../lib/refusal.ts'

export interface Failure {
  /** Sentences, a line each. */
  readonly lines: readonly string[]
  readonly exitStatus: 1 | 2
}

export const needsMigration = 'The database has an older schema than this version of Usher: run `usher migrate` first.'

export function explainFailure(error: unknown): Failure {
  const refusal = error instanceof Refusal ? error : explainConstraint(error)
  if (refusal) return explainRefusal(refusal)
  if (error instanceof BadSetting) return { lines: [error.message], exitStatus: 1 }
  const message = explainDatabase(error) ?? explainOther(error)
  return { lines: message.split('\n'), exitStatus: 1 }
}

/** Fields are named as the options that set them. */
function explainRefusal({ code, message, errors }: Refusal): Failure {
  const optionOf = (field: string) => `--${field.split('.').at(-1)?.replaceAll('_', '-')}`
  const lines = errors.map(error => `${optionOf(error.field)} ${error.message}.`)
  return { lines: lines.length > 0 ? lines : [message], exitStatus: code === 'invalid' ? 2 : 1 }
}

const notAccepted = 'The database does not accept the user and password of DATABASE_URL.'
const sentences: Record<string, string> = {
  '28000': notAccepted,
  '28P01': notAccepted,
  '3D000': 'The database that DATABASE_URL names does not exist: create it first.',
  '42P01': needsMigration,
  '42703': needsMigration,
  ENOTFOUND: 'The database cannot be reached: there is no host of that name.',
  EAI_AGAIN: 'The database cannot be reached: its host name cannot be looked up now.',
}

/** Null when it is nothing that DATABASE_URL or whoever runs the database could mend. */
export function explainDatabase(error: unknown): string | null {
  const { code = '', message, path } = error as NodeJS.ErrnoException
  if (sentences[code]) return sentences[code]
  if (/SASL.*password/.test(message)) return notAccepted // pg's own, when there is none to send
  const isFile = path !== undefined
  return isUnavailable(error) && !isFile
    ? `The database cannot be reached or serves nobody now (${code || message}).`
    : null
}

function explainOther(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  return error instanceof pg.DatabaseError ? `The database refused: ${error.message}.` : error.message
}
