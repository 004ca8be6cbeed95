import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { X } from 'lucide-react'
import { useDeferredValue, useState } from 'react'
import { ComboBox, Input } from 'react-aria-components/ComboBox'
import { ListBox, ListBoxItem } from 'react-aria-components/ListBox'
import { Popover } from 'react-aria-components/Popover'
import { useActing } from '../acting.ts'
import { type Row, reading } from '../api/reading.ts'
import { words } from '../text/words.ts'
import { itemLook, popoverLook } from '../ui/popover-look.ts'
import { useAddress } from '../use-address.ts'

type Person = Row<'/api/users'>

/** One person among many, found by writing; in the address stands the email, so that it can be read. */
export function PersonFilter({ name, label }: { name: string; label: string }) {
  const { organization } = useActing()
  const [address, change] = useAddress()
  const [written, write] = useState('')
  const search = useDeferredValue(written.trim())
  const { data: found } = useQuery({
    ...reading(organization, '/api/users', { query: { search: search || undefined, limit: 20 } }),
    placeholderData: keepPreviousData,
  })
  const chosen = address[name]
  if (chosen)
    return (
      <button
        type="button"
        onClick={() => change({ [name]: undefined })}
        aria-label={words.ui.remove(chosen)}
        className="flex min-h-10 max-w-full cursor-pointer items-center gap-1.5 rounded-lg bg-tint px-3 font-medium text-accent text-sm"
      >
        <span className="truncate">{chosen}</span>
        <X aria-hidden="true" className="size-4 shrink-0" />
      </button>
    )
  return (
    <ComboBox
      aria-label={label}
      items={found?.data ?? []}
      value={null}
      inputValue={written}
      onInputChange={write}
      onChange={key => {
        const person = found?.data.find(({ id }) => id === key)
        write('')
        if (person) change({ [name]: person.email })
      }}
      menuTrigger="focus"
      allowsEmptyCollection
      className="w-full sm:w-60"
    >
      <Input
        placeholder={label}
        className="min-h-10 w-full rounded-lg border border-edge bg-surface px-3 text-sm placeholder:text-quiet hover:border-ink"
      />
      <Popover className={`${popoverLook} w-(--trigger-width) min-w-60`}>
        <ListBox<Person>
          className="outline-none"
          renderEmptyState={() => <p className="px-3 py-2 text-quiet text-sm">{words.ui.nothingFound}</p>}
        >
          {({ id, email, first_name, last_name }) => (
            <ListBoxItem id={id} textValue={email} className={`${itemLook} flex-col gap-0`}>
              <span>{email}</span>
              <span className="text-quiet text-xs">{`${first_name} ${last_name}`.trim()}</span>
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </ComboBox>
  )
}
