import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useActing } from '../../acting/acting.ts'
import { expandIf, productOf } from '../../api/called.ts'
import { reading } from '../../api/reading.ts'
import { RoleField } from '../../fields/chosen/role-field.tsx'
import { SearchField } from '../../fields/chosen/search-field.tsx'
import { SelectField } from '../../fields/chosen/select-field.tsx'
import { NumberField } from '../../fields/written/number-field.tsx'
import { TextField } from '../../fields/written/text-field.tsx'
import { words } from '../../text/words.ts'
import { Folded } from '../../ui/show/folded.tsx'
import type { ProvisionName } from './read-provision.ts'

const { provision } = words

/** Which team, as what, whether the courses take its seats, and seats that it gets besides. */
export function TeamPart() {
  const { may } = useActing()
  const [strategy, setStrategy] = useState('none')
  const [team, setTeam] = useState<number | null>(null)
  return (
    <>
      <SelectField<ProvisionName>
        name="team.strategy"
        label={provision.whichTeam}
        defaultValue={strategy}
        onChange={setStrategy}
        options={listOf(provision.teamKinds).filter(({ id }) => id !== 'specific' || may('teams.view'))}
      />
      {strategy === 'specific' && (
        <SearchField<ProvisionName, '/api/teams'>
          name="team.id"
          label={provision.teamThere}
          path="/api/teams"
          optionOf={({ id, name }) => ({ id, name })}
          onChange={id => setTeam(id === null ? null : Number(id))}
        />
      )}
      {strategy === 'create' && <TextField<ProvisionName> name="team.name" label={provision.teamName} isRequired />}
      {strategy !== 'none' && (
        <>
          <div className="grid items-start gap-5 sm:grid-cols-2">
            <RoleField<ProvisionName> name="team.role" label={provision.role} whenAbsent={provision.roleDefault} />
            <SelectField<ProvisionName>
              name="from"
              label={provision.from}
              defaultValue="any"
              options={listOf(provision.fromKinds)}
            />
          </div>
          {strategy === 'specific' && team !== null && may('seats.view') && <SeatsLeft team={team} />}
          {may('catalog.view') && (
            <Folded title={provision.moreSeats}>
              <div className="grid items-start gap-5 pt-4 sm:grid-cols-2">
                <SearchField<ProvisionName, '/api/products'>
                  name="seats.0.product"
                  label={provision.seatsOf}
                  hint={provision.seatsHint}
                  path="/api/products"
                  optionOf={({ name, display_name }) => ({ id: name, name: display_name, hint: name })}
                />
                <NumberField<ProvisionName> name="seats.0.quantity" label={provision.seatsCount} minValue={1} />
              </div>
            </Folded>
          )}
        </>
      )}
    </>
  )
}

/** What the courses could be taken from. */
function SeatsLeft({ team }: { team: number }) {
  const { organization, may } = useActing()
  const { data: seats } = useQuery(
    reading(organization, '/api/teams/{id}/seats', {
      path: { id: team },
      query: { limit: 200, ...expandIf(may('catalog.view'), 'product') },
    }),
  )
  if (!seats) return null
  return (
    <p role="status" className="text-quiet text-sm">
      {seats.data.length === 0
        ? provision.noSeats
        : provision.seatsLeft(seats.data.map(seats => provision.seatLeft(productOf(seats), seats.left)))}
    </p>
  )
}

function listOf(names: Record<string, string>) {
  return Object.entries(names).map(([id, name]) => ({ id, name }))
}
