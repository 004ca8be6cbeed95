import { useActing } from '../../acting/acting.ts'
import type { Sent } from '../../api/sending.ts'
import { SendForm } from '../../editing/send-form.tsx'
import { RoleField } from '../../fields/chosen/role-field.tsx'
import { SearchField } from '../../fields/chosen/search-field.tsx'
import { useSayDone } from '../../plan/use-say-done.ts'
import { words } from '../../text/words.ts'
import type { Fields, NameIn } from '../../ui/form/fields.ts'
import { Dialog } from '../../ui/page/dialog.tsx'

type Name = NameIn<Sent<'/api/teams/{id}/members', 'post'>>

/** Puts somebody of the organization into a team. */
export function NewMember({ team, onClose }: { team: number; onClose: () => void }) {
  const { api } = useActing()
  const sayDone = useSayDone()
  return (
    <Dialog title={words.teams.addMemberTitle} onClose={onClose}>
      <SendForm
        send={(fields: Fields<Name>) =>
          api.POST('/api/teams/{id}/members', {
            params: { path: { id: team } },
            body: { user_id: fields.number('user_id'), role: fields.optional('role') },
          })
        }
        onDone={(_, operations) => {
          sayDone(words.teams.memberAdded, { operations })
          onClose()
        }}
        submitLabel={words.teams.addMember}
        onCancel={onClose}
      >
        <SearchField<Name, '/api/users'>
          name="user_id"
          label={words.teams.person}
          hint={words.teams.memberHint}
          path="/api/users"
          optionOf={({ id, email, first_name, last_name }) => ({
            id,
            name: email,
            hint: `${first_name} ${last_name}`.trim(),
          })}
        />
        <RoleField<Name> name="role" label={words.teams.role} />
      </SendForm>
    </Dialog>
  )
}
