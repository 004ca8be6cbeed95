import { useActing } from '../../acting/acting.ts'
import { useAddress } from '../../address/use-address.ts'
import { dayAt, defaultFrom, readDay, type Unit, units } from './periods.ts'

/** What a report is about, as the address says; the days are said in any case, so that picture and figures agree. */
export function useReport() {
  const { timeZone } = useActing()
  const [address] = useAddress<'team' | 'course' | 'from' | 'to' | 'by' | 'below' | 'days'>()
  const by: Unit = units.find(unit => unit === address.by) ?? 'day'
  const to = readDay(address.to) ?? dayAt(new Date(), timeZone)
  const usualFrom = defaultFrom(to, by)
  const scope = {
    team: Number(address.team) || undefined,
    course: address.course,
    below: address.below ? true : undefined,
  }
  const from = readDay(address.from) ?? usualFrom
  const ahead = aheads.find(days => String(days) === address.days) ?? 30
  return { by, from, to, usualFrom, scope, ahead }
}

/** How far ahead one may look, in days. */
export const aheads = [7, 30, 90, 366] as const
