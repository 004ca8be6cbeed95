import { useLoaderData } from '@tanstack/react-router'
import { ActingProvider } from '../acting/acting.ts'
import { FactorAsked } from '../shell/factor-asked.tsx'
import { OrganizationSwitcher } from '../shell/organization-switcher.tsx'
import { Shell } from '../shell/shell.tsx'
import { MailsWait } from './mails-wait.tsx'
import { consoleMenu } from './menu.ts'

export function ConsoleFrame() {
  const place = useLoaderData({ from: '/signed-in/console/$organization' })
  return (
    <ActingProvider value={place}>
      <Shell
        key={place.organization}
        menu={consoleMenu}
        params={{ organization: place.organization }}
        above={
          <>
            <FactorAsked />
            <MailsWait />
          </>
        }
        switcher={<OrganizationSwitcher root={place.root} />}
      />
    </ActingProvider>
  )
}
