import { useMemo } from 'react'
import { useActing } from './acting.ts'
import { text } from './text/text.ts'

/** Dates in the organization's time zone, and numbers, as the reader's language writes them. Null gives a dash. */
export function useFormat() {
  const { timeZone } = useActing()
  return useMemo(() => {
    const day = new Intl.DateTimeFormat(text.locale, { dateStyle: 'medium', timeZone })
    const moment = new Intl.DateTimeFormat(text.locale, { dateStyle: 'medium', timeStyle: 'short', timeZone })
    const date = new Intl.DateTimeFormat(text.locale, { dateStyle: 'medium', timeZone: 'UTC' })
    const number = new Intl.NumberFormat(text.locale)
    const share = new Intl.NumberFormat(text.locale, { style: 'percent', maximumFractionDigits: 1 })
    const amount = new Intl.NumberFormat(text.locale, { minimumFractionDigits: 2 })
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
      /** Of credits: the API writes them as text. */
      amount: (value: string) => amount.format(Number(value)),
    }
  }, [timeZone])
}
