import { useActing } from '../../acting/acting.ts'
import { useAddress } from '../../address/use-address.ts'
import { AccessField } from '../../fields/access-field.tsx'
import { ManyField } from '../../fields/chosen/many-field.tsx'
import { SwitchField } from '../../fields/chosen/switch-field.tsx'
import { DateField } from '../../fields/written/date-field.tsx'
import { TagsField } from '../../fields/written/tags-field.tsx'
import { TextField } from '../../fields/written/text-field.tsx'
import { useCourseNames } from '../../format/use-course-names.ts'
import { words } from '../../text/words.ts'
import { Folded } from '../../ui/show/folded.tsx'
import { CustomInputs, type useCustomFields } from '../custom-fields/custom-inputs.tsx'
import type { ProvisionName } from './read-provision.ts'

const { provision } = words

export function PersonPart({ customFields }: { customFields: ReturnType<typeof useCustomFields> }) {
  const [address] = useAddress<'email' | 'first_name' | 'last_name'>()
  return (
    <>
      <TextField<ProvisionName>
        name="user.email"
        type="email"
        label={provision.email}
        defaultValue={address.email ?? ''}
        isRequired
      />
      <div className="grid gap-5 sm:grid-cols-2">
        <TextField<ProvisionName>
          name="user.first_name"
          label={provision.firstName}
          defaultValue={address.first_name ?? ''}
          isRequired
        />
        <TextField<ProvisionName>
          name="user.last_name"
          label={provision.lastName}
          defaultValue={address.last_name ?? ''}
        />
      </div>
      <Folded title={provision.morePerson}>
        <div className="flex flex-col gap-5 pt-4">
          <div className="grid items-start gap-5 sm:grid-cols-2">
            <TextField<ProvisionName>
              name="user.external_id"
              label={words.users.externalId}
              hint={words.users.externalIdHint}
            />
            <TextField<ProvisionName> name="user.locale" label={words.users.language} hint={words.users.languageHint} />
          </div>
          <TagsField<ProvisionName> name="user.tags" label={words.users.tags} hint={provision.tagsHint} />
          <CustomInputs fields={customFields} under="user.custom_fields" />
        </div>
      </Folded>
    </>
  )
}

/** Courses and products are named by their names, groups by their ids. */
export function GiftsPart() {
  const { may } = useActing()
  const called = useCourseNames()
  const [{ courses }] = useAddress<'courses'>()
  const asked = courses?.split(',').filter(Boolean) ?? []
  return (
    <>
      {may('catalog.view') && (
        <ManyField<ProvisionName, '/api/courses'>
          name="courses"
          label={provision.courses}
          hint={provision.coursesHint}
          path="/api/courses"
          optionOf={({ name, display_name }) => ({ id: name, name: display_name, hint: name })}
          defaultValue={asked.map(name => ({ id: name, name: called(name) }))}
        />
      )}
      <AccessField whenNull={words.access.forEver} whenAbsent={words.access.ofCourses} />
      <Folded title={provision.moreGifts}>
        <div className="flex flex-col gap-5 pt-4">
          {may('catalog.view') && (
            <ManyField<ProvisionName, '/api/products'>
              name="products"
              label={provision.products}
              hint={provision.productsHint}
              path="/api/products"
              optionOf={({ name, display_name }) => ({ id: name, name: display_name, hint: name })}
            />
          )}
          {may('groups.view') && (
            <ManyField<ProvisionName, '/api/groups'>
              name="groups"
              label={provision.groups}
              hint={provision.groupsHint}
              path="/api/groups"
              optionOf={({ id, name }) => ({ id, name })}
            />
          )}
          <DateField<ProvisionName> name="starts_at" label={provision.starts} hint={provision.startsHint} />
        </div>
      </Folded>
    </>
  )
}

export function OrderPart() {
  const [{ reference }] = useAddress<'reference'>()
  return (
    <>
      <SwitchField<ProvisionName>
        name="send_welcome_email"
        label={provision.welcome}
        hint={provision.welcomeHint}
        isOn
      />
      <TextField<ProvisionName>
        name="external_ref"
        label={provision.reference}
        hint={provision.referenceHint}
        defaultValue={reference ?? ''}
      />
    </>
  )
}
