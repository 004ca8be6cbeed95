import { paths } from '../../address/paths.ts'
import { words } from '../../text/words.ts'
import { ActionLink } from '../../ui/act/action-link.tsx'
import { useMyTeam } from '../my-team.ts'

/** To where there come to be more seats, for those who may order some. */
export function OrderLink() {
  const { params, may } = useMyTeam()
  if (!may('orders.create')) return null
  return (
    <ActionLink to={paths.teamOrder} params={params}>
      {words.portal.orderTitle}
    </ActionLink>
  )
}
