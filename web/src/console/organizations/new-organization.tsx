import { useNavigate } from '@tanstack/react-router'
import { useActing } from '../../acting/acting.ts'
import { paths } from '../../address/paths.ts'
import { useAddress } from '../../address/use-address.ts'
import type { Sent } from '../../api/sending.ts'
import { SendForm } from '../../editing/send-form.tsx'
import { NameFields } from '../../fields/written/name-fields.tsx'
import { TextField } from '../../fields/written/text-field.tsx'
import { words } from '../../text/words.ts'
import type { Fields, NameIn } from '../../ui/form/fields.ts'
import { Card } from '../../ui/page/card.tsx'
import { Page } from '../../ui/page/page.tsx'
import { notify } from '../../ui/tell/notices.ts'

type Name = NameIn<Sent<'/api/organizations', 'post'>>

/** Below the organization in the address, or below the one that one acts in. */
export function NewOrganizationPage() {
  const { api, organization, organizationName, timeZone, unless } = useActing()
  const navigate = useNavigate()
  const [{ parent = organization }] = useAddress<'parent'>()
  const text = words.organizations
  return (
    <Page
      title={text.add}
      about={text.parentOf(parent === organization ? organizationName : parent)}
      back={{ to: paths.organizations, params: { organization }, name: text.title }}
    >
      <Card isForm>
        <SendForm
          send={(fields: Fields<Name>) =>
            api.POST('/api/organizations', {
              body: {
                parent,
                name: fields.text('name'),
                slug: fields.text('slug'),
                description: fields.optional('description'),
                time_zone: fields.optional('time_zone'),
              },
            })
          }
          onDone={made => {
            if (!('slug' in made)) return
            notify('done', text.created(made.name))
            void navigate({ to: paths.organization, params: { organization, slug: made.slug } })
          }}
          submitLabel={text.create}
          whyNot={unless('organizations.create')}
          onCancel={() => void navigate({ to: paths.organizations, params: { organization } })}
        >
          <div className="grid items-start gap-5 sm:grid-cols-2">
            <NameFields<Name>
              name={{ name: 'name', label: text.name }}
              short={{ name: 'slug', label: text.slug, hint: text.slugHint }}
              between="-"
            />
          </div>
          <TextField<Name> name="description" label={text.description} isLong />
          <TextField<Name> name="time_zone" label={text.timeZone} hint={text.timeZoneHint} defaultValue={timeZone} />
        </SendForm>
      </Card>
    </Page>
  )
}
