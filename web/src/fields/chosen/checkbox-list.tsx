import { Check } from 'lucide-react'
import { Checkbox } from 'react-aria-components/Checkbox'
import { CheckboxGroup, Label } from 'react-aria-components/CheckboxGroup'
import { useProblem } from '../../ui/form/problems.ts'
import { type FieldProps, look } from '../look.ts'
import { Notes } from '../notes.tsx'

interface Props<Name extends string> extends FieldProps<Name> {
  options: readonly { id: string; name: string; hint?: string }[]
  defaultValue?: string[]
  /** To be read alone. */
  isReadOnly?: boolean
  /** Why one cannot be changed. */
  whyNot?: (id: string) => string | null
}

/** Some of a few. `Fields.list` reads them. */
export function CheckboxList<Name extends string = never>({ label, hint, options, whyNot, ...props }: Props<Name>) {
  return (
    <CheckboxGroup {...props} isInvalid={useProblem(props.name) !== undefined} className={look.field}>
      <Label className={look.label}>{label}</Label>
      <Notes name={props.name} hint={hint} />
      {options.map(({ id, name, hint }) => (
        <Checkbox
          key={id}
          value={id}
          isReadOnly={Boolean(whyNot?.(id))}
          className="group flex cursor-pointer items-start gap-3 py-1"
        >
          <span className="mt-0.5 flex size-4.5 shrink-0 items-center justify-center rounded border border-edge bg-surface group-data-focus-visible:outline-3 group-data-focus-visible:outline-accent group-data-selected:border-accent group-data-selected:bg-brand group-data-selected:text-on-brand">
            <Check aria-hidden="true" className="invisible size-3.5 group-data-selected:visible" />
          </span>
          <span className="flex flex-col text-sm">
            {name}
            {(whyNot?.(id) ?? hint) && <span className="text-quiet">{whyNot?.(id) ?? hint}</span>}
          </span>
        </Checkbox>
      ))}
    </CheckboxGroup>
  )
}
