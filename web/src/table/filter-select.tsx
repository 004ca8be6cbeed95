import { words } from '../text/words.ts'
import { useAddress } from '../use-address.ts'

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
    <label className="flex min-h-10 items-center gap-1.5 rounded-lg border border-edge bg-surface pl-3 text-sm hover:border-ink has-focus-visible:outline-3 has-focus-visible:outline-accent has-focus-visible:outline-offset-2">
      <span className="text-quiet">{label}</span>
      <select
        value={chosen}
        onChange={event => change({ [name]: event.target.value || undefined })}
        className="min-h-10 max-w-48 cursor-pointer truncate rounded-lg bg-surface pr-2 font-medium text-ink outline-none"
      >
        <option value="">{any}</option>
        {options.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </select>
    </label>
  )
}
