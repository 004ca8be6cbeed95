import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { ShieldAlert } from 'lucide-react'
import { paths } from '../address/paths.ts'
import { factorAskedQuery } from '../api/person/me.ts'
import { locale } from '../text/language.ts'
import { text } from '../text/text.ts'
import { linkLook } from '../ui/look/link-look.ts'

/** While an organization asks for a second factor and one has none: what is closed without it, or will be. */
export function FactorAsked() {
  const { data: [first] = [] } = useQuery(factorAskedQuery)
  if (!first) return null
  const says = text.factorAsked
  const day = new Intl.DateTimeFormat(locale, { dateStyle: 'long' }).format(Date.parse(first.from))
  return (
    <aside
      aria-label={says.label}
      className="mb-6 flex flex-wrap items-center gap-x-4 gap-y-2 rounded-xl bg-warn-tint px-4 py-3 text-sm text-warn"
    >
      <ShieldAlert aria-hidden="true" className="size-5 shrink-0" />
      <p className="min-w-0 flex-1 basis-60">{first.closed ? says.closed(first.name) : says.soon(first.name, day)}</p>
      <Link to={paths.profile} className={linkLook}>
        {says.setUp}
      </Link>
    </aside>
  )
}
