import { Link, type LinkProps } from '@tanstack/react-router'
import type { LucideIcon } from 'lucide-react'
import { type ActionLook, actionLook } from '../look/action-look.ts'
import { Action } from './action.tsx'

interface Props {
  to: NonNullable<LinkProps['to']>
  params: Record<string, string>
  search?: Record<string, string>
  children: string
  look?: ActionLook
  icon?: LucideIcon
  /** Why one cannot go there: then it is a button that says so. */
  whyNot?: string | null
}

/** A link that stands where a button would. */
export function ActionLink({ to, params, search, children, look = 'quiet', icon: Icon, whyNot }: Props) {
  if (whyNot)
    return (
      <Action look={look} icon={Icon} whyNot={whyNot}>
        {children}
      </Action>
    )
  return (
    <Link to={to} params={params as never} search={search as never} className={actionLook(look)}>
      {Icon && <Icon aria-hidden="true" className="size-4.5 shrink-0" />}
      {children}
    </Link>
  )
}
