import { Input, Label, TextField } from 'react-aria-components/TextField'
import { look } from '../../fields/look.ts'
import { Notes } from '../../fields/notes.tsx'
import { words } from '../../text/words.ts'
import { useProblem } from '../../ui/form/problems.ts'
import type { SettingsName } from './use-settings.ts'

const name = 'color' satisfies SettingsName

interface Props {
  value: string
  onChange: (color: string) => void
  hint: string
  /** Shown while none is written. */
  usual: string
}

/** Written as `#1459b3`, or picked. */
export function ColorField({ value, onChange, hint, usual }: Props) {
  return (
    <TextField
      name={name}
      value={value}
      onChange={onChange}
      isInvalid={useProblem(name) !== undefined}
      className={look.field}
    >
      <Label className={look.label}>{words.settings.color}</Label>
      <div className="flex gap-2">
        <input
          type="color"
          aria-label={words.settings.pickColor}
          value={/^#[\da-f]{6}$/i.test(value) ? value : usual}
          onChange={event => onChange(event.target.value)}
          className="h-10 w-14 shrink-0 cursor-pointer rounded-lg border border-edge bg-surface p-1"
        />
        <Input dir="auto" className={look.control} placeholder={usual} />
      </div>
      <Notes name={name} hint={hint} />
    </TextField>
  )
}
