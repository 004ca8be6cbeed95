/** Rows through the engine, many at a time, with an answer for each in the order of the file. */
import { toErrorAnswer } from '../dialects/student/errors.ts'
import { understand } from '../dialects/student/translate.ts'
import { readForeignHash } from '../identity/foreign-hashes.ts'
import type { KeepPassword } from '../identity/import-passwords.ts'
import { type Engine, Unavailable } from '../provisioning/engine.ts'
import type { Call } from '../provisioning/intents/call.ts'
import type { OutcomeOf } from '../provisioning/intents/outcome.ts'
import type { ProvisionIntent } from '../provisioning/intents/provision.ts'
import type { Row } from './row.ts'

export interface RowResult {
  readonly line: number
  readonly email: string
  readonly result: 'created' | 'reused' | 'already_provisioned' | 'refused' | 'failed'
  readonly user_id: number | null
  /** What is wrong, or what was left out; empty when all went as asked. */
  readonly message: string
}

export interface ImportOptions {
  readonly engine: Engine
  readonly organizationId: number
  readonly source: string
  /** False: nobody is mailed, whatever the file says. */
  readonly welcome: boolean
  readonly now: () => Date
  /** Absent: no `password_hash` is taken. */
  readonly keepPassword?: KeepPassword
}

/** Enough that both of the engine's sets are full while the next rows are read. */
const underWayAtMost = 1024

/**
 * Throws `Unavailable` when the database can take no more, and what the rows throw when they cannot be read on, after the
 * results of those before. What was yielded is done, and the file can be run again.
 */
export async function* provisionRows(rows: AsyncIterable<Row>, options: ImportOptions): AsyncGenerator<RowResult> {
  const underWay: Promise<RowResult>[] = []
  try {
    for await (const row of rows) {
      const result = provisionRow(row, options)
      result.catch(() => {}) // it is thrown where its turn comes
      underWay.push(result)
      if (underWay.length >= underWayAtMost) yield (await underWay.shift()) as RowResult
    }
  } finally {
    yield* underWay
  }
}

async function provisionRow(
  row: Row,
  { engine, organizationId, source, welcome, now, keepPassword }: ImportOptions,
): Promise<RowResult> {
  const { line } = row
  if ('problem' in row)
    return refused(line, '', [{ field: '', code: row.problem, value: 'value' in row ? row.value : undefined }])
  const actor = { kind: 'system' } as const
  const call: Call = { actor, organizationId, source, ip: null, receivedAt: now(), mayRename: true }
  const { password_hash: hash = '', ...body } = row.body
  const fault = hash === '' ? undefined : faultOf(hash)
  const { intent: asked } = understand(body, call)
  const intent = { ...asked, grantSource: 'import' as const, welcome: asked.welcome && welcome }
  if (fault) return withMessage(refused(line, intent.email, intent.problems), fault)
  try {
    const result = toResult(line, intent.email, await engine.submit(intent))
    if (hash === '' || result.user_id === null) return result
    const isNew = result.result === 'created'
    const isKept = isNew && (await keepPassword?.({ userId: result.user_id, hash: hash as string }))
    return isKept ? result : withMessage(result, 'password_hash left out: it is for accounts that are new with it')
  } catch (error) {
    if (error instanceof Unavailable) throw error
    return { line, email: intent.email, result: 'failed', user_id: null, message: (error as Error).message }
  }
}

/** What is said of a hash never shows it. */
function faultOf(hash: unknown): string | undefined {
  if (typeof hash !== 'string') return "'password_hash' must be a string"
  const read = readForeignHash(hash)
  if (read === 'too_costly') return "'password_hash' would take too long to check: its cost is too high"
  if (read === 'unknown_format')
    return "'password_hash' is none that is known: bcrypt, Django’s PBKDF2 or scrypt, scrypt by PHC, or WordPress’s"
  return undefined
}

function withMessage(result: RowResult, message: string): RowResult {
  return { ...result, message: [result.message, message].filter(Boolean).join('; ') }
}

function toResult(line: number, email: string, outcome: OutcomeOf<ProvisionIntent>): RowResult {
  if (outcome.result === 'refused') return refused(line, email, outcome.problems)
  const skipped = outcome.enrollments.flatMap(({ course, skipped }) =>
    skipped ? [`${course} left as it is: ${skipped}`] : [],
  )
  return { line, email, result: outcome.result, user_id: outcome.userId, message: skipped.join('; ') }
}

function refused(line: number, email: string, problems: Parameters<typeof toErrorAnswer>[0]): RowResult {
  const message = problems.length > 0 ? toErrorAnswer(problems).body.message : ''
  return { line, email, result: 'refused', user_id: null, message }
}
