import { X } from 'lucide-react'
import type { ReactNode } from 'react'
import { words } from '../text/words.ts'
import { Action } from '../ui/act/action.tsx'

/** What can be done with the rows that were picked; it floats above the list's end. */
export function BulkBar({ count, onClear, children }: { count: number; onClear: () => void; children: ReactNode }) {
  return (
    <section
      aria-label={words.table.actions}
      className="sticky bottom-4 z-20 mx-auto flex max-w-full flex-wrap items-center gap-2 rounded-2xl border border-line bg-surface p-2 ps-4 shadow-card"
    >
      <p role="status" className="me-2 font-medium text-sm">
        {words.table.selected(count)}
      </p>
      {children}
      <Action look="plain" icon={X} isIconOnly onPress={onClear}>
        {words.table.clearSelection}
      </Action>
    </section>
  )
}
