/** What the API finds for what is written, as the list that opens below: of fields and of filters alike. */
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { type ComponentProps, useContext, useDeferredValue } from 'react'
import { ComboBoxStateContext, Input } from 'react-aria-components/ComboBox'
import { ListBox, ListBoxItem } from 'react-aria-components/ListBox'
import { Popover } from 'react-aria-components/Popover'
import { useActing } from '../../acting/acting.ts'
import { type Answer, type Listed, type Params, type Row, reading } from '../../api/reading.ts'
import { words } from '../../text/words.ts'
import { itemLook, popoverLook } from '../../ui/look/popover-look.ts'

export interface Option {
  id: string | number
  name: string
  hint?: string
}

export interface Searched<Path extends Listed> {
  /** A list that knows `search`. */
  path: Path
  params?: Params<Path>['path']
  query?: Partial<NonNullable<Params<Path>['query']>>
  optionOf: (row: Row<Path>) => Option
}

/** Undefined while nothing was answered yet. */
export function useOptions<Path extends Listed>(
  { path, params, query, optionOf }: Searched<Path>,
  written: string,
): Option[] | undefined {
  const { organization } = useActing()
  const search = useDeferredValue(written.trim())
  const { data } = useQuery({
    ...reading<Path>(organization, path, {
      path: params,
      query: { ...query, search: search || undefined, limit: 20 },
    } as Params<Path>),
    placeholderData: keepPreviousData,
  })
  return (data as (Answer<Path> & { data: Row<Path>[] }) | undefined)?.data.map(optionOf)
}

/** What is written. The list opens as soon as it is pressed. */
export function OpeningInput(props: ComponentProps<typeof Input>) {
  const list = useContext(ComboBoxStateContext)
  return <Input {...props} onClick={() => list?.open(null, 'focus')} />
}

export function OptionList() {
  return (
    <Popover className={`${popoverLook} w-(--trigger-width) min-w-60`}>
      <ListBox<Option>
        className="outline-none"
        renderEmptyState={() => <p className="px-3 py-2 text-quiet text-sm">{words.ui.nothingFound}</p>}
      >
        {option => (
          <ListBoxItem id={option.id} textValue={option.name} className={`${itemLook} flex-col gap-0`}>
            <span dir="auto">{option.name}</span>
            {option.hint && <span className="text-quiet text-xs">{option.hint}</span>}
          </ListBoxItem>
        )}
      </ListBox>
    </Popover>
  )
}
