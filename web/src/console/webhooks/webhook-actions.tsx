import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useActing, useChange } from '../../acting/acting.ts'
import { paths } from '../../address/paths.ts'
import { useFormat } from '../../format/use-format.ts'
import { PlanDialog } from '../../plan/plan-dialog.tsx'
import { words } from '../../text/words.ts'
import { Action } from '../../ui/act/action.tsx'
import { ActionsMenu } from '../../ui/act/actions-menu.tsx'
import { Dialog } from '../../ui/page/dialog.tsx'
import { Copyable } from '../../ui/share/copyable.tsx'
import { notify } from '../../ui/tell/notices.ts'
import { Problem, sayProblem } from '../../ui/tell/problem.tsx'
import type { Webhook } from './event-types.ts'

export function WebhookActions({ webhook: { id, enabled } }: { webhook: Webhook }) {
  const { api, organization, unless } = useActing()
  const navigate = useNavigate()
  const [asked, ask] = useState<'rotate' | 'remove' | null>(null)
  const say = words.webhooks
  const params = { path: { id } }
  const switching = useChange(
    () => api.PATCH('/api/webhooks/{id}', { params, body: { enabled: !enabled } }),
    () => notify('done', enabled ? say.switchedOff : say.switchedOn),
  )
  const whyNot = unless('settings.edit')
  return (
    <>
      <TestButton id={id} />
      <ActionsMenu
        actions={[
          {
            name: enabled ? say.switchOff : say.switchOn,
            whyNot,
            onAction: () => switching.mutate(undefined, { onError: error => notify('problem', sayProblem(error)) }),
          },
          { name: say.rotate, whyNot, onAction: () => ask('rotate') },
          { name: say.remove, whyNot, isDangerous: true, onAction: () => ask('remove') },
        ]}
      />
      {asked === 'rotate' && <RotateDialog id={id} onClose={() => ask(null)} />}
      {asked === 'remove' && (
        <PlanDialog
          title={say.removeTitle}
          hint={say.removeHint}
          steps={[
            {
              name: say.remove,
              plan: () => api.DELETE('/api/webhooks/{id}', { params: { ...params, query: { mode: 'plan' } } }),
            },
          ]}
          doLabel={say.remove}
          isDangerous
          onClose={() => ask(null)}
          onDone={() => void navigate({ to: paths.webhooks, params: { organization } })}
        />
      )}
    </>
  )
}

function TestButton({ id }: { id: number }) {
  const { api, unless } = useActing()
  const format = useFormat()
  const say = words.webhooks
  const test = useChange(
    () => api.POST('/api/webhooks/{id}/test', { params: { path: { id } } }),
    ({ delivered, status, error, answer, duration_ms }) =>
      delivered && status !== null
        ? notify('done', say.tested(status, format.number(duration_ms)))
        : notify('problem', say.testFailed(error ?? [status, answer].filter(Boolean).join(' ') ?? say.noAnswer)),
  )
  return (
    <Action
      isPending={test.isPending}
      whyNot={unless('settings.edit')}
      onPress={() => test.mutate(undefined, { onError: error => notify('problem', sayProblem(error)) })}
    >
      {say.test}
    </Action>
  )
}

/** The new secret is shown in the dialog that asked for it. */
function RotateDialog({ id, onClose }: { id: number; onClose: () => void }) {
  const { api } = useActing()
  const [secret, setSecret] = useState<string | null>(null)
  const say = words.webhooks
  const rotating = useChange(
    () => api.POST('/api/webhooks/{id}/rotate-secret', { params: { path: { id } } }),
    answer => {
      if ('secret' in answer) setSecret(answer.secret)
    },
  )
  if (secret)
    return (
      <Dialog title={say.secretTitle} onClose={onClose} isAlert>
        <Copyable value={secret} label={say.copySecret} hint={say.secretHint} />
        <div className="flex justify-end">
          <Action look="main" onPress={onClose}>
            {say.secretDone}
          </Action>
        </div>
      </Dialog>
    )
  return (
    <Dialog title={say.rotateTitle} onClose={onClose} isAlert>
      <p className="text-quiet">{say.rotateHint}</p>
      {rotating.error && <Problem error={rotating.error} />}
      <div className="flex flex-wrap justify-end gap-2">
        <Action look="plain" onPress={onClose}>
          {words.ui.cancel}
        </Action>
        <Action look="main" isPending={rotating.isPending} onPress={() => rotating.mutate(undefined)}>
          {say.rotate}
        </Action>
      </div>
    </Dialog>
  )
}
