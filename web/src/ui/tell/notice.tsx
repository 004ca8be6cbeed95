import { CircleAlert, CircleCheck } from 'lucide-react'
import type { ReactNode } from 'react'

/** Something that happened. A problem is read out at once, good news when there is time. */
export function Notice({ kind, children }: { kind: 'problem' | 'done'; children: ReactNode }) {
  const Icon = kind === 'problem' ? CircleAlert : CircleCheck
  return (
    <div
      role={kind === 'problem' ? 'alert' : 'status'}
      className={`flex gap-3 rounded-xl px-4 py-3 ${kind === 'problem' ? 'bg-danger-tint text-danger' : 'bg-tint text-accent'}`}
    >
      <Icon aria-hidden="true" className="mt-0.5 size-5 shrink-0" />
      <div className="min-w-0">{children}</div>
    </div>
  )
}
