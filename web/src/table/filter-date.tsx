import { useAddress } from '../address/use-address.ts'
import { filterLook } from './filter-look.ts'

interface Props {
  /** Of the filter, in the address. */
  name: string
  label: string
  /** The day that holds while none is chosen. */
  usual: string
}

/** A day. The browser's own calendar: it is the best one on a phone. */
export function FilterDate({ name, label, usual }: Props) {
  const [address, change] = useAddress()
  const chosen = address[name] ?? usual
  return (
    <label className={filterLook(chosen !== usual)}>
      <span className={`ps-3 whitespace-nowrap ${chosen === usual ? 'text-quiet' : ''}`}>{label}</span>
      <input
        type="date"
        value={chosen}
        onChange={({ target: { value } }) => change({ [name]: value && value !== usual ? value : undefined })}
        className="h-full min-w-0 cursor-pointer bg-transparent pe-3 ps-1.5 font-medium outline-none"
      />
    </label>
  )
}
