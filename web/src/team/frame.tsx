import { useLoaderData } from '@tanstack/react-router'
import { ActingProvider } from '../acting/acting.ts'
import { FactorAsked } from '../shell/factor-asked.tsx'
import { Shell } from '../shell/shell.tsx'
import { TeamSwitcher } from '../shell/team-switcher.tsx'
import { teamMenu } from './menu.ts'

export function TeamFrame() {
  const place = useLoaderData({ from: '/signed-in/team/$team' })
  return (
    <ActingProvider value={place}>
      <Shell
        key={place.team.id}
        menu={teamMenu}
        params={{ team: String(place.team.id) }}
        above={<FactorAsked />}
        switcher={<TeamSwitcher {...place.team} />}
      />
    </ActingProvider>
  )
}
