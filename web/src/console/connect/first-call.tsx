import { useQuery } from '@tanstack/react-query'
import { CircleAlert, CircleCheck, Radio } from 'lucide-react'
import { useActing } from '../../acting/acting.ts'
import { useSendsMail } from '../../acting/use-sends-mail.ts'
import { paths } from '../../address/paths.ts'
import { following } from '../../api/following.ts'
import { words } from '../../text/words.ts'
import { ActionLink } from '../../ui/act/action-link.tsx'
import { Card } from '../../ui/page/card.tsx'
import { sayProblems } from '../operations/operation-words.tsx'

/** Looks into the log for what is asked with the key, or with any while there is none. A later call that went well outweighs a refused one. */
export function FirstCall({ madeKey }: { madeKey: number | undefined }) {
  const { organization } = useActing()
  const query = madeKey === undefined ? ({ actor: 'key' } as const) : { key: madeKey }
  const { data } = useQuery(following(organization, query, 1_500))
  const seen = data?.seen ?? []
  const call = seen.findLast(({ result }) => result !== 'refused') ?? seen.at(-1)
  return (
    <Card title={words.connect.callTitle}>
      <div role="status" className="flex flex-col gap-3">
        {call ? (
          <Came call={call} />
        ) : (
          <div className="flex items-start gap-3 rounded-xl bg-sunken px-4 py-3">
            <Radio aria-hidden="true" className="mt-0.5 size-5 shrink-0 text-accent motion-safe:animate-pulse" />
            <div>
              <p className="font-medium">{madeKey === undefined ? words.connect.waitingAny : words.connect.waiting}</p>
              <p className="text-quiet text-sm">{words.connect.waitingHint}</p>
            </div>
          </div>
        )}
      </div>
      {call && (
        <div>
          <ActionLink to={paths.operation} params={{ organization, id: String(call.id) }}>
            {words.connect.open}
          </ActionLink>
        </div>
      )}
    </Card>
  )
}

function Came({
  call,
}: {
  call: Parameters<typeof sayProblems>[0] & { result: string; email: string | null; courses: string[] }
}) {
  const sends = useSendsMail()
  const isRefused = call.result === 'refused'
  const Icon = isRefused ? CircleAlert : CircleCheck
  return (
    <div
      className={`flex items-start gap-3 rounded-xl px-4 py-3 ${isRefused ? 'bg-warn-tint text-warn' : 'bg-good-tint text-good'}`}
    >
      <Icon aria-hidden="true" className="mt-0.5 size-5 shrink-0" />
      <div>
        <p className="font-medium">{isRefused ? words.connect.cameRefused : words.connect.came(sends)}</p>
        <p className="text-sm">
          {isRefused ? sayProblems(call).join('; ') : [call.email, call.courses.join(', ')].filter(Boolean).join(' · ')}
        </p>
      </div>
    </div>
  )
}
