import { useAddress } from '../use-address.ts'

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
  return (
    <label className="flex min-h-10 items-center gap-1.5 rounded-lg border border-edge bg-surface px-3 text-sm hover:border-ink has-focus-visible:outline-3 has-focus-visible:outline-accent has-focus-visible:outline-offset-2">
      <span className="text-quiet">{label}</span>
      <input
        type="date"
        value={address[name] ?? usual}
        onChange={({ target: { value } }) => change({ [name]: value && value !== usual ? value : undefined })}
        className="min-h-9 cursor-pointer bg-surface font-medium text-ink outline-none"
      />
    </label>
  )
}
