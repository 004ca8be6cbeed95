import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useContext, useDeferredValue, useEffect, useState } from 'react'
import { ComboBox, ComboBoxStateContext, Input, Label } from 'react-aria-components/ComboBox'
import { ListBox, ListBoxItem } from 'react-aria-components/ListBox'
import { Popover } from 'react-aria-components/Popover'
import { useActing } from '../acting.ts'
import { type Answer, type Listed, type Params, type Row, reading } from '../api/reading.ts'
import { words } from '../text/words.ts'
import { itemLook, popoverLook } from '../ui/popover-look.ts'
import { useProblem } from '../ui/problems.ts'
import { type FieldProps, look } from './look.ts'
import { Notes } from './notes.tsx'

export interface Option {
  id: string | number
  name: string
  hint?: string
}

interface Props<Path extends Listed> extends FieldProps {
  /** A list that knows `search`. */
  path: Path
  params?: Params<Path>['path']
  query?: Partial<NonNullable<Params<Path>['query']>>
  optionOf: (row: Row<Path>) => Option
  onChange?: (id: string | number | null) => void
  /** Takes each choice; the field is empty again. */
  onPick?: (option: Option) => void
}

/** One of many: what is written is looked for by the API. The form holds the option's id. */
export function SearchField<Path extends Listed>(props: Props<Path>) {
  const { label, hint, path, params, query, optionOf, onChange, onPick, ...rest } = props
  const { organization } = useActing()
  const [written, write] = useState('')
  const [chosen, choose] = useState<Option | null>(null)
  const search = useDeferredValue(written === chosen?.name ? '' : written.trim())
  const { data } = useQuery({
    ...reading<Path>(organization, path, {
      path: params,
      query: { ...query, search: search || undefined, limit: 20 },
    } as Params<Path>),
    placeholderData: keepPreviousData,
  })
  // What was picked is let go again once choosing it has closed the list.
  useEffect(() => {
    if (onPick && chosen) choose(null)
  }, [onPick, chosen])
  const options = ((data as (Answer<Path> & { data: Row<Path>[] }) | undefined)?.data ?? []).map(optionOf)
  const isRefused = useProblem(rest.name) !== undefined
  return (
    <ComboBox
      {...rest}
      isInvalid={isRefused}
      items={options}
      value={chosen?.id ?? null}
      inputValue={written}
      onInputChange={write}
      onChange={key => {
        const option = options.find(({ id }) => id === key) ?? null
        choose(option)
        write(onPick ? '' : (option?.name ?? ''))
        if (option) onPick?.(option)
        onChange?.(option?.id ?? null)
      }}
      // What is wrong stands where the list would: a refused field gets the focus, and opens when it is pressed.
      menuTrigger={isRefused ? 'input' : 'focus'}
      allowsEmptyCollection
      formValue="key"
      className={look.field}
    >
      <Label className={look.label}>{label}</Label>
      <OpeningInput />
      <Notes name={rest.name} hint={hint} />
      <Popover className={`${popoverLook} w-(--trigger-width)`}>
        <ListBox<Option>
          className="outline-none"
          renderEmptyState={() => <p className="px-3 py-2 text-quiet text-sm">{words.ui.nothingFound}</p>}
        >
          {option => (
            <ListBoxItem id={option.id} textValue={option.name} className={`${itemLook} flex-col gap-0`}>
              <span>{option.name}</span>
              {option.hint && <span className="text-quiet text-xs">{option.hint}</span>}
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </ComboBox>
  )
}

function OpeningInput() {
  const list = useContext(ComboBoxStateContext)
  return <Input className={look.control} onClick={() => list?.open(null, 'focus')} />
}
