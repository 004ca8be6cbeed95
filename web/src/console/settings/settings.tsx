import { useQuery } from '@tanstack/react-query'
import { useActing } from '../../acting/acting.ts'
import { reading } from '../../api/reading.ts'
import { Edited } from '../../editing/edited.tsx'
import { words } from '../../text/words.ts'
import { Tabs } from '../../ui/act/tabs.tsx'
import { Page } from '../../ui/page/page.tsx'
import { Loaded } from '../../ui/tell/loaded.tsx'
import { DefaultAccess, SignInMode } from './access.tsx'
import { General } from './general.tsx'
import { Look } from './look.tsx'
import { MailSettings } from './mail-settings.tsx'
import { Northpass } from './northpass.tsx'
import { FactorPolicy } from './second-factor.tsx'

const { tabs } = words.settings

export function SettingsPage() {
  const { organization, may } = useActing()
  const params = { path: { organization } }
  const settings = useQuery(reading(organization, '/api/organizations/{organization}/settings', params))
  const itself = useQuery({
    ...reading(organization, '/api/organizations/{organization}', params),
    enabled: may('organizations.view'),
  })
  const about = [itself.data?.parent && words.settings.emptyAsAbove, words.settings.whereItHolds]
    .filter(Boolean)
    .join(' ')
  return (
    <Page title={words.settings.title} about={about}>
      <Loaded query={settings}>
        {settings => (
          <Tabs
            label={words.settings.title}
            parts={[
              {
                id: 'look',
                name: tabs.look,
                children: <Edited thing={settings}>{settings => <Look settings={settings} />}</Edited>,
              },
              itself.data && {
                id: 'general',
                name: tabs.general,
                children: <Edited thing={itself.data}>{itself => <General organization={itself} />}</Edited>,
              },
              {
                id: 'mail',
                name: tabs.mail,
                children: <Edited thing={settings}>{settings => <MailSettings settings={settings} />}</Edited>,
              },
              {
                id: 'access',
                name: tabs.access,
                children: (
                  <>
                    {itself.data && (
                      <>
                        <Edited thing={itself.data}>{itself => <SignInMode organization={itself} />}</Edited>
                        <Edited thing={itself.data}>{itself => <FactorPolicy organization={itself} />}</Edited>
                      </>
                    )}
                    <Edited thing={settings}>{settings => <DefaultAccess settings={settings} />}</Edited>
                  </>
                ),
              },
              itself.data && {
                id: 'northpass',
                name: tabs.northpass,
                children: <Edited thing={itself.data}>{itself => <Northpass organization={itself} />}</Edited>,
              },
            ].filter(part => part !== undefined)}
          />
        )}
      </Loaded>
    </Page>
  )
}
