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
  const message = explainDatabase(error) ?? (error instanceof Error ? error.message : String(error))
  return { lines: message.split('\n'), exitStatus: 1 }
}

/** Fields are named as the options that set them. */
function explainRefusal({ code, message, errors }: Refusal): Failure {
  const lines = errors.map(error => `--${error.field.replaceAll('_', '-')} ${error.message}.`)
  return { lines: lines.length > 0 ? lines : [message], exitStatus: code === 'invalid' ? 2 : 1 }
}

const sentences: Record<string, string> = {
  '28000': 'The database does not accept the user and password of DATABASE_URL.',
  '28P01': 'The database does not accept the user and password of DATABASE_URL.',
  '3D000': 'The database that DATABASE_URL names does not exist: create it, then run `usher migrate`.',
  '42P01': needsMigration,
  '42703': needsMigration,
  ENOTFOUND: 'The database cannot be reached: there is no host of that name.',
  EAI_AGAIN: 'The database cannot be reached: its host name cannot be looked up now.',
}

function explainDatabase(error: unknown): string | null {
  const { code = '', message } = error as NodeJS.ErrnoException
  if (sentences[code]) return sentences[code]
  if (isUnavailable(error)) return `The database cannot be reached or serves nobody now (${code || message}).`
  return error instanceof pg.DatabaseError ? `The database refused: ${message}.` : null
}
