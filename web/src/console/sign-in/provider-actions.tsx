import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useActing, useChange } from '../../acting/acting.ts'
import { paths } from '../../address/paths.ts'
import { PlanDialog } from '../../plan/plan-dialog.tsx'
import { words } from '../../text/words.ts'
import { Action } from '../../ui/act/action.tsx'
import { notify } from '../../ui/tell/notices.ts'
import { sayProblem } from '../../ui/tell/problem.tsx'
import type { Provider } from './provider-form.tsx'

const { signOn: say } = words

export function ProviderActions({ provider: { id, enabled, tested_at } }: { provider: Provider }) {
  const { api, organization, unless } = useActing()
  const navigate = useNavigate()
  const [isLeaving, leave] = useState(false)
  const params = { path: { id } }
  const test = useChange(
    () => api.POST('/api/identity-providers/{id}/test', { params }),
    ({ url }) => location.assign(url),
  )
  const switching = useChange(
    () => api.PATCH('/api/identity-providers/{id}', { params, body: { enabled: !enabled } }),
    () => notify('done', enabled ? say.switchedOff : say.switchedOn),
  )
  const whyNot = unless('settings.edit')
  const tell = { onError: (error: Error) => notify('problem', sayProblem(error)) }
  return (
    <>
      <Action whyNot={whyNot} isPending={test.isPending} onPress={() => test.mutate(undefined, tell)}>
        {say.test}
      </Action>
      <Action
        look={enabled ? 'quiet' : 'main'}
        whyNot={whyNot ?? (enabled || tested_at ? null : say.testFirst)}
        isPending={switching.isPending}
        onPress={() => switching.mutate(undefined, tell)}
      >
        {enabled ? say.switchOff : say.switchOn}
      </Action>
      <Action look="danger" whyNot={whyNot} onPress={() => leave(true)}>
        {say.remove}
      </Action>
      {isLeaving && (
        <PlanDialog
          title={say.removeTitle}
          hint={say.removeHint}
          steps={[
            {
              name: say.remove,
              plan: () =>
                api.DELETE('/api/identity-providers/{id}', { params: { ...params, query: { mode: 'plan' } } }),
            },
          ]}
          doLabel={say.remove}
          isDangerous
          onClose={() => leave(false)}
          onDone={() => void navigate({ to: paths.signInSettings, params: { organization } })}
        />
      )}
    </>
  )
}
