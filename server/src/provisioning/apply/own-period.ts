/** A period that a row may have of its own. All null is not "for ever" there: it is nothing of its own. */
import type { Period } from '../rows/course.ts'
import type { Columns } from './write-parts.ts'

export function withOwnPeriod<Row extends Period>({ months, days, until, ...row }: Row) {
  return { ...row, ownPeriod: months === null && days === null && until === null ? null : { months, days, until } }
}

export const ownPeriodColumns: Columns<{ readonly ownPeriod: Period | null }> = {
  access_months: ['int', row => row.ownPeriod?.months ?? null],
  access_days: ['int', row => row.ownPeriod?.days ?? null],
  access_until: ['timestamptz', row => row.ownPeriod?.until ?? null],
}
