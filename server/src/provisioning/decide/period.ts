import type { Period } from '../rows/course.ts'

export function isSamePeriod(one: Period | null, other: Period | null): boolean {
  const parts = (period: Period | null) => [period?.months, period?.days, period?.until?.getTime()].join()
  return parts(one) === parts(other)
}

/** For a problem's value. */
export function describePeriod({ months, days, until }: Period): string {
  if (until) return `until ${until.toISOString()}`
  if (months === null && days === null) return 'for ever'
  return [months && `${months} months`, days && `${days} days`].filter(Boolean).join(', ')
}
