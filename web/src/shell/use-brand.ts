import { useQuery } from '@tanstack/react-query'
import { useActing } from '../acting/acting.ts'
import { brandingQuery } from '../api/person/me.ts'
import { reading } from '../api/reading.ts'

/** How the organization looks that one acts in. Of one below one's own its settings say it. Null: as Usher itself. */
export function useBrand() {
  const { organization, may } = useActing()
  const mine = useQuery(brandingQuery)
  const own = mine.data?.find(branding => branding.organization === organization)
  const settings = useQuery({
    ...reading(organization, '/api/organizations/{organization}/settings', { path: { organization } }),
    enabled: mine.isSuccess && !own && may('settings.view'),
  })
  return own ?? settings.data?.in_force ?? null
}
