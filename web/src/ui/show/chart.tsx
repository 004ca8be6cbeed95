/** Bars and lines over a few points, drawn by hand: no library is worth its weight for them. Load it lazily all the same. */
import { words } from '../../text/words.ts'

export interface Point {
  /** Under the picture: a day, a course. */
  name: string
  value: number
}

interface Props {
  /** What is shown, for those who do not see it. */
  label: string
  points: readonly Point[]
  kind?: 'bars' | 'line'
  format?: (value: number) => string
}

/** The numbers stand in a table besides, for screen readers and for whoever opens it. */
export function Chart({ label, points, kind = 'bars', format = String }: Props) {
  const most = Math.max(1, ...points.map(({ value }) => value))
  const step = width / Math.max(1, points.length)
  const at = points.map(({ value }, index) => ({ x: (index + 0.5) * step, y: height - (value / most) * height }))
  return (
    <figure className="flex flex-col gap-2">
      <p aria-hidden="true" className="-mb-1 text-quiet text-xs tabular-nums">
        {format(most)}
      </p>
      <svg
        viewBox={`0 0 ${width} ${height + 1}`}
        preserveAspectRatio="none"
        aria-hidden="true"
        className="h-40 w-full overflow-visible text-accent"
      >
        {[0, 0.5, 1].map(share => (
          <line
            key={share}
            x2={width}
            y1={height * share}
            y2={height * share}
            className="stroke-line"
            vectorEffect="non-scaling-stroke"
          />
        ))}
        {kind === 'bars' ? <Bars at={at} step={step} points={points} format={format} /> : <Line at={at} />}
      </svg>
      <div aria-hidden="true" className="flex justify-between gap-2 text-quiet text-xs">
        <span>{points[0]?.name}</span>
        {points.length > 1 && <span>{points.at(-1)?.name}</span>}
      </div>
      <details className="text-sm">
        <summary className="w-fit cursor-pointer rounded text-quiet hover:text-ink">{words.ui.showAsTable}</summary>
        <Numbers label={label} points={points} format={format} />
      </details>
      <figcaption className="sr-only">{label}</figcaption>
    </figure>
  )
}

type At = readonly { x: number; y: number }[]

function Bars({ at, step, points, format }: { at: At; step: number } & Required<Pick<Props, 'points' | 'format'>>) {
  // A few bars stay bars.
  const broad = Math.min(step * 0.7, 10)
  return points.map(({ name, value }, index) => {
    const { x = 0, y = height } = at[index] ?? {}
    return (
      <rect key={name} x={x - broad / 2} y={y} width={broad} height={height - y} fill="currentColor">
        <title>{`${name}: ${format(value)}`}</title>
      </rect>
    )
  })
}

function Line({ at }: { at: At }) {
  const path = at.map(({ x, y }) => `${x},${y}`).join(' ')
  return (
    <>
      <polygon points={`${at[0]?.x ?? 0},${height} ${path} ${at.at(-1)?.x ?? 0},${height}`} className="fill-tint" />
      <polyline points={path} fill="none" stroke="currentColor" strokeWidth="2" vectorEffect="non-scaling-stroke" />
    </>
  )
}

function Numbers({ label, points, format }: Required<Pick<Props, 'label' | 'points' | 'format'>>) {
  return (
    <table aria-label={label} className="mt-2 w-full max-w-sm">
      <tbody>
        {points.map(({ name, value }) => (
          <tr key={name} className="border-line border-b">
            <th scope="row" className="py-1 text-start font-normal">
              {name}
            </th>
            <td className="py-1 text-end tabular-nums">{format(value)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

const width = 100
const height = 40
