import { ChevronRight } from 'lucide-react'
import { type ReactNode, useContext, useEffect, useRef } from 'react'
import { ProblemsContext } from '../form/problems.ts'

/** What few need, until its title is pressed. In a form that was refused it opens if it holds a field that is wrong. */
export function Folded({ title, children }: { title: string; children: ReactNode }) {
  const details = useRef<HTMLDetailsElement>(null)
  const { problems } = useContext(ProblemsContext)
  // biome-ignore lint/correctness/useExhaustiveDependencies: the fields are marked by what is wrong with them
  useEffect(() => {
    if (details.current?.querySelector('[data-invalid]')) details.current.open = true
  }, [problems])
  return (
    <details ref={details} className="group/fold">
      <summary className="-mx-2.5 flex min-h-9 w-fit cursor-pointer list-none items-center gap-1.5 rounded-lg px-2.5 text-quiet text-sm hover:text-ink [&::-webkit-details-marker]:hidden">
        <ChevronRight
          aria-hidden="true"
          className="rtl:-scale-x-100 size-4 group-open/fold:rotate-90 motion-safe:transition-transform"
        />
        {title}
      </summary>
      {children}
    </details>
  )
}
