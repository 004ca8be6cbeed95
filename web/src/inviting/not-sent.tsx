import { useSendsMail } from '../acting/use-sends-mail.ts'
import type { Refused } from '../plan/read-plan.ts'
import { words } from '../text/words.ts'
import { sayProblem } from '../ui/tell/problem.tsx'

/** Who could not be invited and why; how many were is told in the same place, where it hides no button on a phone. */
export function NotSent({ refused, sent }: { refused: readonly Refused[]; sent: number }) {
  const sends = useSendsMail()
  return (
    <div role="alert" className="rounded-xl bg-danger-tint px-4 py-3 text-danger text-sm">
      {sent > 0 && <p className="text-ink">{words.people.sent(sent, sends)}</p>}
      <p>{words.people.notSent(refused.length)}</p>
      <ul className="list-disc ps-5">
        {refused.map(({ name, error }) => (
          <li key={name}>{words.plan.failed(name, sayProblem(error))}</li>
        ))}
      </ul>
    </div>
  )
}
