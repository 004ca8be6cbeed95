import { useState } from 'react'
import { useActing } from '../acting/acting.ts'
import type { Access } from '../format/use-access.ts'
import { words } from '../text/words.ts'
import type { Fields } from '../ui/form/fields.ts'
import { SelectField } from './chosen/select-field.tsx'
import { DateField } from './written/date-field.tsx'
import { lastDayBefore } from './written/days.ts'
import { NumberField } from './written/number-field.tsx'

/** The parts of the field; `before` is the form's own. */
export type AccessName = 'access' | 'access.months' | 'access.days' | 'access.until' | 'access.before'

interface Props {
  /** What there is now; absent where the thing is new. */
  value?: Access
  /** What no rule of its own means. */
  whenNull: string
  /** Where the thing is new: what it means to leave it out. */
  whenAbsent?: string
}

/** The access rule, wherever one is written: for ever or by another's rule, for months or days, or until a day. */
export function AccessField({ value, whenNull, whenAbsent }: Props) {
  const { timeZone } = useActing()
  const shown = value && 'until' in value ? { until: lastDayBefore(value.until, timeZone) } : value
  const [kind, choose] = useState<string>(shown ? (Object.keys(shown)[0] ?? 'none') : whenAbsent ? 'absent' : 'none')
  const { kinds } = words.access
  return (
    <div className="grid items-start gap-5 sm:grid-cols-2">
      <SelectField<AccessName>
        name="access"
        label={words.access.label}
        options={[
          ...(whenAbsent ? [{ id: 'absent', name: whenAbsent }] : []),
          { id: 'none', name: whenNull },
          { id: 'months', name: kinds.months },
          { id: 'days', name: kinds.days },
          { id: 'until', name: kinds.until },
        ]}
        defaultValue={kind}
        onChange={choose}
      />
      {kind === 'months' && (
        <NumberField<AccessName>
          name="access.months"
          label={words.access.months}
          minValue={1}
          defaultValue={shown && 'months' in shown ? shown.months : 6}
        />
      )}
      {kind === 'days' && (
        <NumberField<AccessName>
          name="access.days"
          label={words.access.days}
          minValue={1}
          defaultValue={shown && 'days' in shown ? shown.days : 30}
        />
      )}
      {kind === 'until' && (
        <DateField<AccessName>
          name="access.until"
          label={words.access.until}
          hint={words.access.untilHint}
          defaultValue={shown && 'until' in shown ? shown.until : ''}
        />
      )}
      {value !== undefined && (
        <input type="hidden" name={'access.before' satisfies AccessName} value={JSON.stringify(shown)} />
      )}
    </div>
  )
}

/** What the field says; undefined where it says what was there, which is a moment that a day would not give back whole. */
export function readAccess(fields: Fields<AccessName>) {
  const written = readKind(fields)
  return JSON.stringify(written) === fields.text('access.before') ? undefined : written
}

function readKind(fields: Fields<AccessName>) {
  switch (fields.text('access')) {
    case 'months':
      return { months: fields.number('access.months') }
    case 'days':
      return { days: fields.number('access.days') }
    case 'until':
      return { until: fields.text('access.until') }
    case 'none':
      return null
  }
}
