import { Link } from '@tanstack/react-router'
import { ShieldAlert } from 'lucide-react'
import { paths } from '../address/paths.ts'
import type { Answer } from '../api/reading.ts'
import { locale } from '../text/language.ts'
import { words } from '../text/words.ts'
import { linkLook } from '../ui/look/link-look.ts'

/** What is closed without a second factor, or will be. */
export function FactorNotice({ name, from, closed }: Answer<'/api/me'>['second_factor_asked'][number]) {
  const says = words.shell.factorAsked
  const day = new Intl.DateTimeFormat(locale, { dateStyle: 'long' }).format(Date.parse(from))
  return (
    <aside
      aria-label={says.label}
      className="mb-6 flex flex-wrap items-center gap-x-4 gap-y-2 rounded-xl bg-warn-tint px-4 py-3 text-sm text-warn"
    >
      <ShieldAlert aria-hidden="true" className="size-5 shrink-0" />
      <p className="min-w-0 flex-1 basis-60">{closed ? says.closed(name) : says.soon(name, day)}</p>
      <Link to={paths.profile} className={linkLook}>
        {says.setUp}
      </Link>
    </aside>
  )
}
