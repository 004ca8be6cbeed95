import type { ReactNode } from 'react'

interface Props {
  title?: string
  /** At the far end of the title. */
  aside?: ReactNode
  /** Around a form: lines no longer than can be read. */
  isForm?: boolean
  children: ReactNode
}

/** A part of a page, with a title of its own. */
export function Card({ title, aside, isForm, children }: Props) {
  return (
    <section
      className={`flex flex-col gap-4 rounded-2xl border border-line bg-surface p-5 sm:p-6 ${isForm ? 'max-w-2xl' : ''}`}
    >
      {title && (
        <div className="flex flex-wrap items-center justify-between gap-3">
          <h2 dir="auto" className="font-semibold">
            {title}
          </h2>
          {aside}
        </div>
      )}
      {children}
    </section>
  )
}
