import { ChevronRight } from 'lucide-react'
import { type ReactNode, useContext } from 'react'
import { ProblemsContext } from './problems.ts'

/** What few need, until its title is pressed. In a form that was refused it opens: what is wrong may be in it. */
export function Folded({ title, children }: { title: string; children: ReactNode }) {
  const isRefused = Object.keys(useContext(ProblemsContext)).length > 0
  return (
    <details open={isRefused || undefined} className="group/fold">
      <summary className="-mx-2.5 flex min-h-9 w-fit cursor-pointer list-none items-center gap-1.5 rounded-lg px-2.5 text-quiet text-sm hover:text-ink [&::-webkit-details-marker]:hidden">
        <ChevronRight
          aria-hidden="true"
          className="size-4 group-open/fold:rotate-90 motion-safe:transition-transform"
        />
        {title}
      </summary>
      {children}
    </details>
  )
}
