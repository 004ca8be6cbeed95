import { Link } from '@tanstack/react-router'
import { ChevronLeft } from 'lucide-react'
import type { ReactNode } from 'react'
import { Heading } from './heading.tsx'

interface Props {
  title: string
  /** Under the title: a sentence, or badges. */
  about?: ReactNode
  /** The list that the page belongs to. */
  back?: { to: string; params: Record<string, string>; name: string }
  /** Buttons at the far end. */
  actions?: ReactNode
  children: ReactNode
}

/** The frame of every page of the console and the team portal. */
export function Page({ title, about, back, actions, children }: Props) {
  return (
    <div className="flex flex-col gap-6">
      <div className="flex flex-col gap-2">
        {back && (
          <Link
            to={back.to as never}
            params={back.params as never}
            className="-ms-1 flex w-fit items-center gap-0.5 text-quiet text-sm hover:text-ink hover:underline"
          >
            <ChevronLeft aria-hidden="true" className="rtl:-scale-x-100 size-4" />
            {back.name}
          </Link>
        )}
        <div className="flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
          <div className="flex min-w-0 flex-col gap-1.5">
            <Heading title={title} />
            {about && <div className="flex flex-wrap items-center gap-2 text-quiet">{about}</div>}
          </div>
          {actions && <div className="flex flex-wrap gap-2">{actions}</div>}
        </div>
      </div>
      {children}
    </div>
  )
}
