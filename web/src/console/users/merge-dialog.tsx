import { useState } from 'react'
import { useActing } from '../../acting/acting.ts'
import type { Answer } from '../../api/reading.ts'
import type { Sent } from '../../api/sending.ts'
import { SearchField } from '../../fields/chosen/search-field.tsx'
import { PlanDialog } from '../../plan/plan-dialog.tsx'
import { words } from '../../text/words.ts'
import { Action } from '../../ui/act/action.tsx'
import type { NameIn } from '../../ui/form/fields.ts'
import { Dialog } from '../../ui/page/dialog.tsx'

type UserShown = Answer<'/api/users/{id}'>

type Name = NameIn<Sent<'/api/users/{id}/merge', 'post'>>

/** Another account of the same person is picked, and goes into this one as the plan says. */
export function MergeDialog({ user, onClose }: { user: UserShown; onClose: () => void }) {
  const { api } = useActing()
  const [picked, pick] = useState<string | number | null>(null)
  const [isPlanned, plan] = useState(false)
  if (isPlanned && picked !== null)
    return (
      <PlanDialog
        title={words.users.mergeTitle}
        hint={words.users.mergeHint}
        steps={[
          {
            name: user.email,
            plan: () =>
              api.POST('/api/users/{id}/merge', {
                params: { path: { id: user.id }, query: { mode: 'plan' } },
                body: { with: Number(picked) },
              }),
          },
        ]}
        doLabel={words.users.mergeDo}
        isDangerous
        onClose={onClose}
      />
    )
  return (
    <Dialog title={words.users.mergeTitle} onClose={onClose}>
      <p className="text-quiet">{words.users.mergeHint}</p>
      <SearchField<Name, '/api/users'>
        name="with"
        label={words.users.mergeWith}
        hint={words.users.mergeWithHint}
        path="/api/users"
        optionOf={({ id, email, first_name, last_name }) => ({
          id,
          name: `${first_name} ${last_name}`.trim() || email,
          hint: email,
        })}
        onChange={pick}
      />
      <div className="flex justify-end gap-2">
        <Action look="plain" onPress={onClose}>
          {words.ui.cancel}
        </Action>
        <Action look="main" whyNot={picked === null ? words.users.mergeWithHint : null} onPress={() => plan(true)}>
          {words.users.mergeNext}
        </Action>
      </div>
    </Dialog>
  )
}
