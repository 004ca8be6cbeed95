import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useActing } from '../../acting/acting.ts'
import { useFormat } from '../../format/use-format.ts'

interface Props {
  name: string
  /** A text as it is to be read. */
  value: number | string | undefined
  /** In small, below. */
  about?: ReactNode
  /** Something is to be looked at. */
  isWarning?: boolean
  /** Where one sees more; without it, it is only a figure. */
  to?: string | undefined
  search?: Record<string, string>
}

export function Figure({ name, value, about, isWarning = false, to, search }: Props) {
  const { organization } = useActing()
  const format = useFormat()
  const inside = (
    <>
      <span className="text-quiet text-sm">{name}</span>
      <span className={`font-semibold text-3xl tabular-nums ${isWarning ? 'text-danger' : ''}`}>
        {typeof value === 'number' ? format.number(value) : (value ?? '–')}
      </span>
      {about && <span className="text-quiet text-sm">{about}</span>}
    </>
  )
  const look = 'flex flex-col gap-1 rounded-2xl border border-line bg-surface p-5'
  if (!to) return <div className={look}>{inside}</div>
  return (
    <Link
      to={to as never}
      params={{ organization } as never}
      search={search as never}
      className={`${look} hover:border-edge`}
    >
      {inside}
    </Link>
  )
}
