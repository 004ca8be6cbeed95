import { useQuery } from '@tanstack/react-query'
import { reading } from '../../api/reading.ts'
import { words } from '../../text/words.ts'
import { Tabs } from '../../ui/act/tabs.tsx'
import { Page } from '../../ui/page/page.tsx'
import { useMyTeam } from '../my-team.ts'
import { Catalog } from './catalog.tsx'
import { TeamCredits } from './credits.tsx'
import { TeamOrders } from './orders.tsx'

/** What the team can buy with its credits, what it bought, and what it has to spend. */
export function TeamOrderPage() {
  const { organization, team, may } = useMyTeam()
  const { orderTabs } = words.portal
  const credits = useQuery({
    ...reading(organization, '/api/teams/{id}/credits', { path: { id: team }, query: { limit: 1 } }),
    enabled: may('orders.view'),
  })
  return (
    <Page title={words.portal.orderTitle} about={credits.data && words.portal.toSpend(credits.data.balance)}>
      <Tabs
        label={words.portal.orderTitle}
        parts={[
          may('catalog.view') && { id: 'catalog', name: orderTabs.catalog, children: <Catalog /> },
          may('orders.view') && { id: 'orders', name: orderTabs.orders, children: <TeamOrders /> },
          may('orders.view') && { id: 'credits', name: orderTabs.credits, children: <TeamCredits /> },
        ]}
      />
    </Page>
  )
}
