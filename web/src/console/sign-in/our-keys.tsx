import { useActing, useChange } from '../../acting/acting.ts'
import { useFormat } from '../../format/use-format.ts'
import { words } from '../../text/words.ts'
import { Action } from '../../ui/act/action.tsx'
import { Card } from '../../ui/page/card.tsx'
import { Badge } from '../../ui/show/badge.tsx'
import { notify } from '../../ui/tell/notices.ts'
import { sayProblem } from '../../ui/tell/problem.tsx'
import type { Provider } from './provider-form.tsx'

const say = words.signOn.ourKeys
type Step = keyof typeof say.done

/** By what we sign, of SAML, and how another key follows it without keeping anybody out. */
export function OurKeys({ provider: { id, keys } }: { provider: Provider }) {
  const { api, unless } = useActing()
  const format = useFormat()
  const rolling = useChange((step: Step) =>
    api.POST('/api/identity-providers/{id}/keys', { params: { path: { id } }, body: { step } }),
  )
  const roll = (step: Step) =>
    rolling.mutate(step, {
      onSuccess: () => notify('done', say.done[step]),
      onError: error => notify('problem', sayProblem(error)),
    })
  const button = (step: Step, look: 'quiet' | 'danger' = 'quiet') => (
    <Action look={look} whyNot={unless('settings.edit')} isPending={rolling.isPending} onPress={() => roll(step)}>
      {say.steps[step]}
    </Action>
  )
  return (
    <Card title={say.title} isForm>
      <p className="text-quiet text-sm">{keys.length > 1 ? say.twoHint : say.hint}</p>
      <ul className="flex flex-col gap-3">
        {keys.map(({ fingerprint, not_after, signs }) => (
          <li key={fingerprint} className="flex flex-col items-start gap-1">
            <Badge tone={signs ? 'good' : 'plain'}>{signs ? say.signs : say.known}</Badge>
            <span className="break-all font-mono text-xs">{fingerprint}</span>
            <span className="text-quiet text-sm">{say.until(format.moment(not_after))}</span>
          </li>
        ))}
      </ul>
      <div className="flex flex-wrap gap-3">
        {keys.length > 1 ? (
          <>
            {button('switch')}
            {button('remove', 'danger')}
          </>
        ) : (
          button('publish')
        )}
      </div>
    </Card>
  )
}
