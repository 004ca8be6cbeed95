import { ChevronDown } from 'lucide-react'
import { ListBox, ListBoxItem } from 'react-aria-components/ListBox'
import { Popover } from 'react-aria-components/Popover'
import { Button, Label, Select, SelectValue } from 'react-aria-components/Select'
import { words } from '../../text/words.ts'
import { useMend, useProblem } from '../../ui/form/problems.ts'
import { itemLook, popoverLook } from '../../ui/look/popover-look.ts'
import { type FieldProps, look } from '../look.ts'
import { Notes } from '../notes.tsx'

interface Props<Name extends string> extends FieldProps<Name> {
  options: readonly { id: string | number; name: string }[]
  defaultValue?: string | number | undefined
  onChange?: (id: string) => void
}

/** One of a few that are known. */
export function SelectField<Name extends string = never>({
  label,
  hint,
  options,
  defaultValue,
  onChange,
  ...props
}: Props<Name>) {
  const mend = useMend(props.name)
  return (
    <Select
      {...props}
      isInvalid={useProblem(props.name) !== undefined}
      defaultValue={defaultValue ?? null}
      onChange={key => {
        mend()
        if (key !== null) onChange?.(String(key))
      }}
      placeholder={words.ui.choose}
      className={look.field}
    >
      <Label className={look.label}>{label}</Label>
      <Button className={`${look.control} flex cursor-pointer items-center justify-between gap-2 text-start`}>
        <SelectValue className="truncate data-placeholder:text-quiet" />
        <ChevronDown aria-hidden="true" className="size-4 shrink-0 text-quiet" />
      </Button>
      <Notes name={props.name} hint={hint} />
      <Popover className={`${popoverLook} w-(--trigger-width)`}>
        <ListBox items={options} className="outline-none">
          {({ id, name }) => (
            <ListBoxItem id={id} textValue={name} className={itemLook}>
              {name}
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </Select>
  )
}
