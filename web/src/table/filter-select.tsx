import { ChevronDown } from 'lucide-react'
import { useAddress } from '../address/use-address.ts'
import { words } from '../text/words.ts'
import { filterLook } from './filter-look.ts'

interface Props {
  /** Of the filter, in the address. */
  name: string
  label: string
  /** What not choosing means. */
  any?: string
  options: readonly { id: string | number; name: string }[]
}

/** One of several, or any. The browser's own list: it is the best one on a phone. */
export function FilterSelect({ name, label, any = words.table.any, options }: Props) {
  const [address, change] = useAddress()
  const chosen = address[name] ?? ''
  return (
    <label className={filterLook(chosen !== '')}>
      <span className={`pointer-events-none ps-3 whitespace-nowrap ${chosen ? '' : 'text-quiet'}`}>{label}</span>
      <select
        value={chosen}
        onChange={event => change({ [name]: event.target.value || undefined })}
        className="field-sizing-content h-full min-w-0 max-w-56 cursor-pointer appearance-none truncate max-sm:max-w-none max-sm:grow rounded-lg bg-transparent pe-8 ps-1.5 font-medium outline-none"
      >
        <option value="" className="bg-surface text-ink">
          {any}
        </option>
        {options.map(({ id, name }) => (
          <option key={id} value={id} className="bg-surface text-ink">
            {name}
          </option>
        ))}
      </select>
      <ChevronDown aria-hidden="true" className="pointer-events-none absolute end-2.5 size-4 opacity-70" />
    </label>
  )
}
