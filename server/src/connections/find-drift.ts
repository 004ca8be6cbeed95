import { type Comparing, compare, type Difference } from './compare.ts'

/** More are not read by anybody. */
const most = 1000

export async function findDrift(comparing: Omit<Comparing, 'marks' | 'now'>): Promise<Difference[]> {
  const found: Difference[] = []
  for await (const difference of compare({ ...comparing, now: () => new Date(), marks: false })) {
    found.push(difference)
    if (found.length === most) break
  }
  return found
}
