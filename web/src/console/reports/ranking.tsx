import { useFormat } from '../../format/use-format.ts'
import { words } from '../../text/words.ts'

export interface Ranked {
  name: string
  value: number
}

/** Who has most of it, as bars; those who come after the first ten are counted together. */
export function Ranking({ label, rows }: { label: string; rows: readonly Ranked[] }) {
  const format = useFormat()
  const sorted = rows.toSorted((a, b) => b.value - a.value)
  const others = sorted.slice(shownAtMost)
  const shown = sorted.slice(0, shownAtMost)
  const most = Math.max(1, ...rows.map(({ value }) => value))
  return (
    <table aria-label={label} className="w-full border-separate border-spacing-y-2 text-sm">
      <tbody>
        {shown.map(({ name, value }) => (
          <tr key={name}>
            <th scope="row" className="w-32 pe-3 text-start font-normal sm:w-48">
              {name}
            </th>
            <td>
              <svg viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true" className="h-3 w-full text-accent">
                <rect width={(value / most) * 100} height="4" fill="currentColor" />
              </svg>
            </td>
            <td className="w-16 ps-3 text-end tabular-nums">{format.number(value)}</td>
          </tr>
        ))}
        {others.length > 0 && (
          <tr className="text-quiet">
            <th scope="row" className="text-start font-normal">
              {words.reports.others(others.length)}
            </th>
            <td />
            <td className="text-end tabular-nums">{format.number(sum(others))}</td>
          </tr>
        )}
      </tbody>
    </table>
  )
}

/** What has the same name is one. */
export function addUp<Row>(rows: readonly Row[], nameOf: (row: Row) => string, countOf: (row: Row) => number) {
  const values = new Map<string, number>()
  for (const row of rows) values.set(nameOf(row), (values.get(nameOf(row)) ?? 0) + countOf(row))
  return [...values].map(([name, value]): Ranked => ({ name, value }))
}

export function sum(rows: readonly Ranked[]) {
  return rows.reduce((total, { value }) => total + value, 0)
}

const shownAtMost = 10
