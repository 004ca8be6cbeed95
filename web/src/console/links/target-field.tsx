import { useState } from 'react'
import { useActing } from '../../acting/acting.ts'
import type { Sent } from '../../api/sending.ts'
import { SearchField } from '../../fields/chosen/search-field.tsx'
import { SelectField } from '../../fields/chosen/select-field.tsx'
import { SeatsLeft } from '../../fields/seats-left.tsx'
import { words } from '../../text/words.ts'
import type { NameIn } from '../../ui/form/fields.ts'

type Name = NameIn<Sent<'/api/links', 'post'>> | 'kind'

type Kind = 'course' | 'group' | 'team'
export type Target = { course: string } | { group: number } | { team: number }

/** What a link opens: a course, a group or a team; null until it is chosen. */
export function TargetField({ onChange }: { onChange: (target: Target | null) => void }) {
  const { may } = useActing()
  const seen = [may('catalog.view') && 'course', may('groups.view') && 'group', may('teams.view') && 'team'] as const
  const kinds = seen.filter(kind => kind !== false)
  const [kind, choose] = useState<Kind | undefined>(kinds[0])
  const [team, into] = useState<number | null>(null)
  const change = (target: Target | null) => {
    into(target && 'team' in target ? target.team : null)
    onChange(target)
  }
  return (
    <div className="grid items-start gap-5 sm:grid-cols-2">
      <SelectField<Name>
        name="kind"
        label={words.links.target}
        options={kinds.map(id => ({ id, name: words.links.kinds[id] }))}
        defaultValue={kind}
        onChange={id => {
          choose(id as Kind)
          change(null)
        }}
      />
      {kind && (
        <div className="flex flex-col gap-1.5">
          <TargetSearch key={kind} kind={kind} onChange={change} />
          {team !== null && <SeatsLeft team={team} />}
        </div>
      )}
    </div>
  )
}

function TargetSearch({ kind, onChange }: { kind: Kind; onChange: (target: Target | null) => void }) {
  const { which, whichHint } = words.links
  const props = { name: `target.${kind}` as const, label: which[kind], hint: whichHint[kind], isRequired: true }
  switch (kind) {
    case 'course':
      return (
        <SearchField<Name, '/api/courses'>
          {...props}
          path="/api/courses"
          optionOf={({ name, display_name }) => ({ id: name, name: display_name, hint: name })}
          onChange={course => onChange(course === null ? null : { course: String(course) })}
        />
      )
    case 'group':
      return (
        <SearchField<Name, '/api/groups'>
          {...props}
          path="/api/groups"
          optionOf={({ id, name }) => ({ id, name })}
          onChange={group => onChange(group === null ? null : { group: Number(group) })}
        />
      )
    case 'team':
      return (
        <SearchField<Name, '/api/teams'>
          {...props}
          path="/api/teams"
          optionOf={({ id, name }) => ({ id, name })}
          onChange={team => onChange(team === null ? null : { team: Number(team) })}
        />
      )
  }
}
