import { useLocation } from '@tanstack/react-router'
import { text } from '../../text/text.ts'
import { Notice } from '../../ui/tell/notice.tsx'

/** Why who comes back from a provider was not let in, as the address says it, and what to do. */
export function Refused() {
  const { refused, number } = useLocation({
    select: ({ search }) => search as { refused?: string; number?: string },
  })
  if (refused === undefined) return null
  const known: Readonly<Record<string, { title: string; hint: string }>> = text.signIn.refused
  const { title, hint } = (Object.hasOwn(known, refused) && known[refused]) || text.signIn.refused.not_taken
  return (
    <Notice kind="problem">
      <p className="font-medium">{title}</p>
      <p>{hint}</p>
      {number && /^\d+$/.test(number) && <p>{text.signIn.refusedNumber(number)}</p>}
    </Notice>
  )
}
