import { Search, X } from 'lucide-react'
import { useEffect, useState } from 'react'
import { Button } from 'react-aria-components/Button'
import { Input, SearchField } from 'react-aria-components/SearchField'
import { useAddress } from '../address/use-address.ts'
import { words } from '../text/words.ts'

/** What is looked for goes into the address once the writing pauses. */
export function SearchBox({ label, name = 'search' }: { label: string; name?: string }) {
  const [address, change] = useAddress()
  const search = address[name] ?? ''
  const [written, write] = useState(search)
  const [known, setKnown] = useState(search)
  // The address changed elsewhere: by Back, or by clearing the filters.
  if (search !== known) {
    setKnown(search)
    write(search)
  }
  // biome-ignore lint/correctness/useExhaustiveDependencies: only writing starts the wait
  useEffect(() => {
    if (written.trim() === search) return
    const wait = setTimeout(() => {
      setKnown(written.trim())
      change({ [name]: written.trim() || undefined })
    }, 250)
    return () => clearTimeout(wait)
  }, [written])
  return (
    <SearchField aria-label={label} value={written} onChange={write} className="group relative w-full sm:w-72">
      <Search aria-hidden="true" className="pointer-events-none absolute top-3 start-3 size-4 text-quiet" />
      <Input
        placeholder={label}
        className="min-h-10 w-full rounded-lg border border-edge bg-surface pe-9 ps-9 text-sm placeholder:text-quiet hover:border-ink [&::-webkit-search-cancel-button]:hidden"
      />
      <Button
        aria-label={words.table.clearSearch}
        className="absolute top-1.5 end-1.5 cursor-pointer rounded p-1.5 text-quiet hover:text-ink group-data-empty:hidden"
      >
        <X aria-hidden="true" className="size-4" />
      </Button>
    </SearchField>
  )
}
