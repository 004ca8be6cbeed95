import { useMemo } from 'react'
import { useActing } from '../acting/acting.ts'
import { locale } from '../text/language.ts'

const mostCounted = 100_000

/** Dates in the organization's time zone, and numbers, as the reader's language writes them. Null gives a dash. */
export function useFormat() {
  const { timeZone } = useActing()
  return useMemo(() => {
    const day = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone })
    const moment = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short', timeZone })
    const date = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone: 'UTC' })
    const number = new Intl.NumberFormat(locale)
    const share = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 1 })
    const amount = new Intl.NumberFormat(locale, { minimumFractionDigits: 2 })
    return {
      day: (at: string | null) => (at === null ? '–' : day.format(Date.parse(at))),
      /** Of what ends at a moment: at midnight it was the day before. */
      lastDay: (end: string | null) => (end === null ? '–' : day.format(Date.parse(end) - 1)),
      moment: (at: string | null) => (at === null ? '–' : moment.format(Date.parse(at))),
      /** A day of the calendar, `2026-11-30`: it is the same one everywhere. */
      date: (day: string) => date.format(Date.parse(day)),
      /** From 0 to 1. */
      share: (value: number) => share.format(value),
      number: (value: number) => number.format(value),
      /** Of a list: the API counts no further. */
      total: (count: number) => `${number.format(count)}${count < mostCounted ? '' : '+'}`,
      /** Of credits: the API writes them as text. */
      amount: (value: string) => amount.format(Number(value)),
    }
  }, [timeZone])
}
