import type { ReactNode } from 'react'

/** Where there is nothing yet: what would be here, and the next step. */
export function Empty({ title, hint, children }: { title: string; hint: string; children?: ReactNode }) {
  return (
    <div className="flex flex-col items-center gap-2 rounded-2xl border border-line border-dashed px-6 py-14 text-center">
      <p className="font-semibold text-lg">{title}</p>
      <p className="max-w-md text-quiet">{hint}</p>
      {children && <div className="mt-3 flex flex-wrap justify-center gap-2">{children}</div>}
    </div>
  )
}
