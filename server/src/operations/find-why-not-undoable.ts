import { sql } from 'kysely'
import type { Reader } from '../db/database.ts'
import type { UndoFacts } from '../provisioning/actions/action.ts'
import type { NotUndoable } from '../provisioning/actions/not-undoable.ts'
import { isFromAbove, whyNot } from '../provisioning/actions/operations.ts'
import { undoFacts } from '../provisioning/load/find-operation.ts'

/** Why an operation, of those in reach, is not undone by who acts from there; null: it can be, as far as its kind goes. */
export async function findWhyNotUndoable(reader: Reader, id: number, actsFrom: number): Promise<NotUndoable | null> {
  const { rows } = await sql<UndoFacts>`select ${sql.raw(undoFacts)} from operations thing where id = ${id}`.execute(
    reader,
  )
  const [facts] = rows
  if (!facts) throw new Error(`operation ${id} is gone`)
  // A merge has an undoing of its own, from below too.
  if (facts.kind === 'merge_users' && facts.result !== 'refused') return null
  const why = whyNot(facts)
  if (why || !isFromAbove(facts, actsFrom)) return why
  return { code: 'undo_above', why: `It ${fromAbove}`, order: null }
}

export const fromAbove = 'was done from an organization above: it is undone from there.'
