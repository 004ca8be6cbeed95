/**
 * What a dialect keeps for each organization. Organizations know of it by name alone: it is a field of that name beside theirs,
 * an option of the command line, and an entry of the column `dialects`; what it means is the dialect's to say.
 */
import { sql } from 'kysely'
import type { TSchema } from 'typebox'
import type { Reader } from '../db/database.ts'
import type { OfDialects } from '../keyring/look-up.ts'

export interface DialectSettings {
  readonly name: string
  readonly shown: TSchema
  readonly sent: TSchema
  /** What is wrong with what is sent, by field. */
  problems(sent: unknown): Readonly<Record<string, string | null>>
  /** What of it is kept. Throws a Refusal (`forbidden`) for what is said from above. */
  keep(sent: unknown, by: SaidBy): object
  readonly option: { readonly about: string; readonly example: string; read(text: string): object }
}

export interface SaidBy {
  /** What the caller's organization and those above it say, from the root down; none: an operator. */
  readonly said: readonly OfDialects[]
  /** Whether it is said to the caller's own organization. */
  readonly isOwn: boolean
}

/** Of fields that were sent, those that are the dialects', and the others. */
export function splitDialects<Fields extends object>(
  dialects: readonly DialectSettings[],
  fields: Fields,
): { readonly own: Fields; readonly ofDialects: readonly (readonly [DialectSettings, unknown])[] } {
  const sent = new Map<string, unknown>(Object.entries(fields))
  const ofDialects = dialects.flatMap(dialect => {
    const said = sent.get(dialect.name)
    sent.delete(dialect.name)
    return said === undefined ? [] : [[dialect, said] as const]
  })
  return { own: Object.fromEntries(sent) as Fields, ofDialects }
}

export async function findSaid(reader: Reader, organizationId: number): Promise<readonly OfDialects[]> {
  const { rows } = await sql<{ dialects: OfDialects }>`
    select above.dialects from organizations here join organizations above on above.id = any(here.path)
    where here.id = ${organizationId} order by cardinality(above.path)`.execute(reader)
  return rows.map(({ dialects }) => dialects)
}
