import type { Access } from './fields/access-field.tsx'
import { words } from './text/words.ts'
import { useFormat } from './use-format.ts'

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
