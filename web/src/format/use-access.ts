import { words } from '../text/words.ts'
import { useFormat } from './use-format.ts'

/** How long access lasts, as the API shows it. */
export type Access = { months: number } | { days: number } | { until: string } | null

/** Says how long access lasts. */
export function useAccess() {
  const format = useFormat()
  return (access: Access, whenNull: string = words.access.forEver): string => {
    if (access === null) return whenNull
    if ('months' in access) return words.access.forMonths(access.months)
    if ('days' in access) return words.access.forDays(access.days)
    return words.access.untilDay(format.lastDay(access.until))
  }
}
