/** What goes wrong between a platform and its client: said beforehand, or by chance of a seed. */
export type Fault =
  /** An answer of this status; `after`: of a call that was done all the same. As a web page, as an edge before it would. */
  | { readonly kind: 'status'; readonly status: number; readonly when?: When; readonly page?: boolean }
  /** No answer: the connection ends. */
  | { readonly kind: 'cut'; readonly when: When }
  | { readonly kind: 'delay'; readonly ms: number }
  | { readonly kind: 'redirect' }

type When = 'before' | 'after'

export interface Call {
  readonly method: string
  readonly path: string
  readonly query: string
  readonly at: Date
  /** 0: it was not answered. */
  status: number
}

export interface Scripted {
  readonly fault: Fault
  readonly method?: string
  /** Of the path, without what stands before it in all calls. */
  readonly path?: RegExp
  /** Once, unless said. */
  readonly times?: number
}

const allFaults: readonly Fault[] = [
  { kind: 'status', status: 500, when: 'before' },
  { kind: 'status', status: 500, when: 'after' },
  { kind: 'status', status: 520, when: 'before', page: true },
  { kind: 'status', status: 524, when: 'after', page: true },
  { kind: 'cut', when: 'before' },
  { kind: 'cut', when: 'after' },
  { kind: 'delay', ms: 50 },
]

export function createFaults(now: () => Date) {
  let scripted: { readonly one: Scripted; left: number }[] = []
  let chance: { readonly random: () => number; readonly share: number; readonly of: readonly Fault[] } | null = null
  let outage: { readonly until: Date; readonly fault: Fault } | null = null
  return {
    /** Of the next calls that it is about. */
    script: (one: Scripted) => void scripted.push({ one, left: one.times ?? 1 }),
    /** Of this share of all calls, from now on. */
    byChance(random: () => number, share: number, of: readonly Fault[] = allFaults) {
      chance = { random, share, of }
    },
    /** Of all calls, until then. */
    outage(until: Date, fault: Fault = { kind: 'status', status: 521, page: true }) {
      outage = { until, fault }
    },
    none() {
      scripted = []
      chance = null
      outage = null
    },
    next({ method, path }: Call): Fault | null {
      if (outage && now() < outage.until) return outage.fault
      const found = scripted.find(
        ({ one, left }) => left > 0 && (one.method ?? method) === method && (one.path?.test(path) ?? true),
      )
      if (found) {
        found.left--
        return found.one.fault
      }
      if (!chance || chance.random() >= chance.share) return null
      return chance.of[Math.floor(chance.random() * chance.of.length)] ?? null
    },
  }
}
