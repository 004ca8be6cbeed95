import { ComboBox, Input, Label } from 'react-aria-components/ComboBox'
import { ListBox, ListBoxItem } from 'react-aria-components/ListBox'
import { Popover } from 'react-aria-components/Popover'
import { words } from '../../text/words.ts'
import { useProblem } from '../../ui/form/problems.ts'
import { itemLook, popoverLook } from '../../ui/look/popover-look.ts'
import { type FieldProps, look } from '../look.ts'
import { Notes } from '../notes.tsx'

interface Props<Name extends string> extends FieldProps<Name> {
  options: readonly { id: string; name: string }[]
  defaultValue?: string | null
}

/** One of many that are known, found by writing part of its name. Emptied, it holds nothing. */
export function ChoiceField<Name extends string = never>({
  label,
  hint,
  options,
  defaultValue,
  ...props
}: Props<Name>) {
  return (
    <ComboBox
      {...props}
      isInvalid={useProblem(props.name) !== undefined}
      defaultItems={options}
      defaultValue={defaultValue ?? null}
      menuTrigger="focus"
      formValue="key"
      className={look.field}
    >
      <Label className={look.label}>{label}</Label>
      <Input dir="auto" className={look.control} />
      <Notes name={props.name} hint={hint} />
      <Popover className={`${popoverLook} w-(--trigger-width)`}>
        <ListBox<Props<string>['options'][number]>
          className="outline-none"
          renderEmptyState={() => <p className="px-3 py-2 text-quiet text-sm">{words.ui.nothingFound}</p>}
        >
          {({ id, name }) => (
            <ListBoxItem id={id} textValue={name} className={itemLook}>
              {name}
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </ComboBox>
  )
}
