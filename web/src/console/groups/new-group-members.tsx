import { useActing } from '../../acting/acting.ts'
import { ManyField } from '../../fields/chosen/many-field.tsx'
import { AskDialog } from '../../plan/ask-dialog.tsx'
import { words } from '../../text/words.ts'
import type { Fields } from '../../ui/form/fields.ts'

type Name = 'people'

/** Puts people of the organization into a group. */
export function NewGroupMembers({ group: id, onClose }: { group: number; onClose: () => void }) {
  const { api } = useActing()
  return (
    <AskDialog
      title={words.groups.addMembersTitle}
      hint={words.groups.addMembersHint}
      stepsOf={(fields: Fields<Name>) =>
        fields.list('people').map(email => ({
          name: email,
          plan: () =>
            api.POST('/api/groups/{id}/members', {
              params: { path: { id }, query: { mode: 'plan' } },
              body: { email },
            }),
        }))
      }
      doLabel={words.groups.addMembers}
      onClose={onClose}
    >
      <ManyField<Name, '/api/users'>
        name="people"
        label={words.groups.people}
        hint={words.groups.peopleHint}
        path="/api/users"
        optionOf={({ email, first_name, last_name }) => ({
          id: email,
          name: email,
          hint: `${first_name} ${last_name}`.trim(),
        })}
      />
    </AskDialog>
  )
}
