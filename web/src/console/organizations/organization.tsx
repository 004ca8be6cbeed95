import { useQuery } from '@tanstack/react-query'
import { useNavigate, useParams } from '@tanstack/react-router'
import { Plus } from 'lucide-react'
import { useState } from 'react'
import { useActing } from '../../acting/acting.ts'
import { paths } from '../../address/paths.ts'
import { type Answer, reading } from '../../api/reading.ts'
import { Edited } from '../../editing/edited.tsx'
import { useFormat } from '../../format/use-format.ts'
import { words } from '../../text/words.ts'
import { Action } from '../../ui/act/action.tsx'
import { ActionLink } from '../../ui/act/action-link.tsx'
import { ActionsMenu } from '../../ui/act/actions-menu.tsx'
import { Page } from '../../ui/page/page.tsx'
import { Facts } from '../../ui/show/facts.tsx'
import { Loaded } from '../../ui/tell/loaded.tsx'
import { type OrganizationChange, OrganizationDialog } from './organization-dialog.tsx'
import { OrganizationForm } from './organization-form.tsx'
import { OrganizationState } from './organization-state.tsx'

type OrganizationShown = Answer<'/api/organizations/{organization}'>

export function OrganizationPage() {
  const { organization } = useActing()
  const { slug } = useParams({ from: '/signed-in/console/$organization/organizations/$slug' })
  const shown = useQuery(reading(organization, '/api/organizations/{organization}', { path: { organization: slug } }))
  return <Loaded query={shown}>{shown => <Organization shown={shown} />}</Loaded>
}

function Organization({ shown }: { shown: OrganizationShown }) {
  const { organization } = useActing()
  const format = useFormat()
  const { facts } = words.organizations
  return (
    <Page
      title={shown.name}
      about={<OrganizationState {...shown} />}
      back={{ to: paths.organizations, params: { organization }, name: words.organizations.title }}
      actions={<OrganizationActions shown={shown} />}
    >
      <Facts
        facts={[
          [facts.slug, shown.slug],
          [facts.parent, shown.parent],
          [facts.timeZone, shown.time_zone],
          [facts.teams, format.number(shown.team_count)],
          [facts.created, format.day(shown.created_at)],
        ]}
      />
      <Edited thing={shown}>{shown => <OrganizationForm shown={shown} />}</Edited>
    </Page>
  )
}

function OrganizationActions({ shown }: { shown: OrganizationShown }) {
  const { organization, unless } = useActing()
  const navigate = useNavigate()
  const [asked, ask] = useState<OrganizationChange | null>(null)
  const { slug, archived_at, suspended_at } = shown
  const isOwn = slug === organization
  const change = suspended_at ? 'resume' : 'suspend'
  const whyNot = archived_at ? words.organizations.isArchived : isOwn ? words.organizations.isOwn : null
  return (
    <>
      {!isOwn && (
        <ActionLink to={paths.console} params={{ organization: slug }}>
          {words.organizations.open}
        </ActionLink>
      )}
      <Action
        icon={Plus}
        whyNot={archived_at ? words.organizations.isArchived : unless('organizations.create')}
        onPress={() => void navigate({ to: paths.newOrganization, params: { organization }, search: { parent: slug } })}
      >
        {words.organizations.addBelow}
      </Action>
      <ActionsMenu
        actions={[
          {
            name: words.organizations[change],
            whyNot: whyNot ?? unless('organizations.edit'),
            onAction: () => ask(change),
          },
          {
            name: words.organizations.archive,
            isDangerous: true,
            whyNot: whyNot ?? unless('organizations.delete'),
            onAction: () => ask('archive'),
          },
        ]}
      />
      {asked && <OrganizationDialog change={asked} shown={shown} onClose={() => ask(null)} />}
    </>
  )
}
