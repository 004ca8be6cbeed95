import { useState } from 'react'
import { useActing } from '../../acting.ts'
import { AccessField } from '../../fields/access-field.tsx'
import { ManyField } from '../../fields/many-field.tsx'
import { SearchField } from '../../fields/search-field.tsx'
import { SelectField } from '../../fields/select-field.tsx'
import { SwitchField } from '../../fields/switch-field.tsx'
import { TextField } from '../../fields/text-field.tsx'
import { words } from '../../text/words.ts'

const { provision } = words

export function PersonPart() {
  return (
    <>
      <TextField name="user.email" type="email" label={provision.email} isRequired />
      <div className="grid gap-5 sm:grid-cols-2">
        <TextField name="user.first_name" label={provision.firstName} isRequired />
        <TextField name="user.last_name" label={provision.lastName} />
      </div>
    </>
  )
}

/** Courses and products are named by their names, groups by their ids. */
export function GiftsPart() {
  const { may } = useActing()
  return (
    <>
      {may('catalog.view') && (
        <>
          <ManyField
            name="courses"
            label={provision.courses}
            hint={provision.coursesHint}
            path="/api/courses"
            optionOf={({ name, display_name }) => ({ id: name, name: display_name, hint: name })}
          />
          <ManyField
            name="products"
            label={provision.products}
            hint={provision.productsHint}
            path="/api/products"
            optionOf={({ name, display_name }) => ({ id: name, name: display_name, hint: name })}
          />
        </>
      )}
      {may('groups.view') && (
        <ManyField
          name="groups"
          label={provision.groups}
          hint={provision.groupsHint}
          path="/api/groups"
          optionOf={({ id, name }) => ({ id, name })}
        />
      )}
      <AccessField whenNull={words.access.forEver} whenAbsent={words.access.ofCourses} />
    </>
  )
}

export function TeamPart() {
  const { may } = useActing()
  const [strategy, setStrategy] = useState('none')
  return (
    <>
      <SelectField
        name="team.strategy"
        label={provision.team}
        defaultValue={strategy}
        onChange={setStrategy}
        options={listOf(provision.teamKinds).filter(({ id }) => id !== 'specific' || may('teams.view'))}
      />
      {strategy === 'specific' && (
        <SearchField
          name="team.id"
          label={provision.whichTeam}
          path="/api/teams"
          optionOf={({ id, name }) => ({ id, name })}
        />
      )}
      {strategy === 'create' && <TextField name="team.name" label={provision.teamName} isRequired />}
      {strategy !== 'none' && (
        <SelectField name="from" label={provision.from} defaultValue="any" options={listOf(provision.fromKinds)} />
      )}
    </>
  )
}

export function OrderPart() {
  return (
    <>
      <TextField name="external_ref" label={provision.reference} hint={provision.referenceHint} />
      <SwitchField name="send_welcome_email" label={provision.welcome} isOn />
    </>
  )
}

function listOf(names: Record<string, string>) {
  return Object.entries(names).map(([id, name]) => ({ id, name }))
}
