import { text } from '../../text/text.ts'
import { Mark } from '../show/mark.tsx'

interface Props {
  /** Of an organization; Usher's own unless given. */
  name?: string | undefined
  logo?: string | null | undefined
}

export function Brand({ name = text.appName, logo }: Props) {
  return (
    <div className="flex min-w-0 items-center gap-2.5 font-semibold text-lg tracking-tight">
      <Logo logo={logo} className={logo ? 'max-h-9 max-w-32 shrink-0' : 'size-8 shrink-0'} />
      <span dir="auto" className="truncate">
        {name}
      </span>
    </div>
  )
}

/** The picture beside a name; without one, Usher's sign. */
export function Logo({ logo, className }: { logo: string | null | undefined; className: string }) {
  if (!logo) return <Mark className={className} />
  return <img src={logo} alt="" className={`${className} rounded-lg object-contain`} />
}
