import { useActing } from '../acting/acting.ts'
import { words } from '../text/words.ts'
import { describePlan, type Line } from './describe-plan.ts'
import type { Plan } from './read-plan.ts'

/** What would happen, in words. */
export function Changes({ plans }: { plans: readonly Plan[] }) {
  const { timeZone } = useActing()
  const lines = plans.flatMap(plan => describePlan(plan, timeZone))
  if (plans.length > 0 && lines.length === 0) return <p>{words.plan.nothing}</p>
  if (lines.length === 0) return null
  return (
    <div className="flex flex-col gap-2 rounded-xl bg-sunken p-4 text-sm">
      <h3 className="font-medium">{words.plan.title}</h3>
      <ChangeLines lines={lines} />
    </div>
  )
}

export function ChangeLines({ lines, most = 12 }: { lines: readonly Line[]; most?: number }) {
  return (
    <>
      <ul className="flex list-disc flex-col gap-1 ps-5 text-sm marker:text-edge">
        {lines.slice(0, most).map(({ what, changes, isUndone }, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the lines never move
          <li key={index} dir="auto">
            {isUndone ? <s className="text-quiet">{what}</s> : what}
            {isUndone && <span className="text-quiet"> · {words.log.takenBack}</span>}
            {changes.map(change => (
              <span key={change} dir="auto" className="block text-quiet">
                {change}
              </span>
            ))}
          </li>
        ))}
      </ul>
      {lines.length > most && <p className="text-quiet">{words.plan.more(lines.length - most)}</p>}
    </>
  )
}
