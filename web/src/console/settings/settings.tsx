import { useQuery } from '@tanstack/react-query'
import { useActing } from '../../acting.ts'
import { reading } from '../../api/reading.ts'
import { words } from '../../text/words.ts'
import { Loaded } from '../../ui/loaded.tsx'
import { Page } from '../../ui/page.tsx'
import { Tabs } from '../../ui/tabs.tsx'
import { DefaultAccess, SignInMode } from './access.tsx'
import { General } from './general.tsx'
import { Look } from './look.tsx'
import { MailSettings } from './mail-settings.tsx'
import { Northpass } from './northpass.tsx'

const { tabs } = words.settings

export function SettingsPage() {
  const { organization, may } = useActing()
  const params = { path: { organization } }
  const settings = useQuery(reading(organization, '/api/organizations/{organization}/settings', params))
  const itself = useQuery({
    ...reading(organization, '/api/organizations/{organization}', params),
    enabled: may('organizations.view'),
  })
  return (
    <Page title={words.settings.title} about={words.settings.whereItHolds}>
      <Loaded query={settings}>
        {settings => (
          <Tabs
            label={words.settings.title}
            parts={[
              { id: 'look', name: tabs.look, children: <Look key={settings.updated_at} settings={settings} /> },
              itself.data && {
                id: 'general',
                name: tabs.general,
                children: <General key={itself.data.updated_at} organization={itself.data} />,
              },
              {
                id: 'mail',
                name: tabs.mail,
                children: <MailSettings key={settings.updated_at} settings={settings} />,
              },
              {
                id: 'access',
                name: tabs.access,
                children: (
                  <>
                    {itself.data && <SignInMode key={itself.data.updated_at} organization={itself.data} />}
                    <DefaultAccess key={`${settings.updated_at} access`} settings={settings} />
                  </>
                ),
              },
              itself.data && {
                id: 'northpass',
                name: tabs.northpass,
                children: <Northpass key={itself.data.updated_at} organization={itself.data} />,
              },
            ].filter(part => part !== undefined)}
          />
        )}
      </Loaded>
    </Page>
  )
}
