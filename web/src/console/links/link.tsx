import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { useActing } from '../../acting/acting.ts'
import { paths } from '../../address/paths.ts'
import { type Answer, reading } from '../../api/reading.ts'
import { Edited } from '../../editing/edited.tsx'
import { SendForm } from '../../editing/send-form.tsx'
import { useFormat } from '../../format/use-format.ts'
import { words } from '../../text/words.ts'
import { ActionsMenu } from '../../ui/act/actions-menu.tsx'
import { Tabs } from '../../ui/act/tabs.tsx'
import type { Fields } from '../../ui/form/fields.ts'
import { Card } from '../../ui/page/card.tsx'
import { Page } from '../../ui/page/page.tsx'
import { ShareAddress } from '../../ui/share/share-address.tsx'
import { Facts } from '../../ui/show/facts.tsx'
import { Loaded } from '../../ui/tell/loaded.tsx'
import { notify } from '../../ui/tell/notices.ts'
import { EndLinks } from './end-links.tsx'
import { LimitFields, type LimitName, readLimits } from './limit-fields.tsx'
import { LinkJoins } from './link-joins.tsx'
import { LinkState, nameOfLink } from './link-state.tsx'

type LinkShown = Answer<'/api/links/{id}'>

export function LinkPage() {
  const { organization } = useActing()
  const { id } = useParams({ from: '/signed-in/console/$organization/links/$id' })
  const link = useQuery(reading(organization, '/api/links/{id}', { path: { id: Number(id) } }))
  return <Loaded query={link}>{link => <LinkOf link={link} />}</Loaded>
}

function LinkOf({ link }: { link: LinkShown }) {
  const { organization, unless } = useActing()
  const format = useFormat()
  const [isEnding, end] = useState(false)
  const { facts, kinds, opens, uses, tabs } = words.links
  const { target, seats_left, used, max_uses, expires_at, domains, created_at } = link
  return (
    <Page
      title={nameOfLink(link)}
      about={<LinkState {...link} />}
      back={{ to: paths.links, params: { organization }, name: words.links.title }}
      actions={
        <ActionsMenu
          actions={[
            {
              name: words.links.end,
              isDangerous: true,
              whyNot: link.revoked_at ? words.links.isEnded : unless('links.delete'),
              onAction: () => end(true),
            },
          ]}
        />
      }
    >
      <Facts
        facts={[
          [facts.opens, opens(kinds[target.kind], target.name, seats_left)],
          [facts.uses, uses(format.number(used), max_uses === null ? null : format.number(max_uses))],
          [facts.expires, expires_at ? format.moment(expires_at) : words.links.never],
          [facts.domains, domains.join(', ')],
          [facts.created, format.day(created_at)],
        ]}
      />
      {link.state === 'open' && <ShareAddress url={link.url} name={nameOfLink(link)} />}
      <Tabs
        label={nameOfLink(link)}
        parts={[
          { id: 'people', name: tabs.people, children: <LinkJoins id={link.id} /> },
          {
            id: 'limits',
            name: tabs.settings,
            children: <Edited thing={link}>{link => <LinkLimits link={link} />}</Edited>,
          },
        ]}
      />
      {isEnding && <EndLinks links={[link]} onClose={() => end(false)} />}
    </Page>
  )
}

function LinkLimits({ link }: { link: LinkShown }) {
  const { api, timeZone, unless } = useActing()
  return (
    <Card isForm>
      <SendForm
        send={(fields: Fields<LimitName>) =>
          api.PATCH('/api/links/{id}', {
            params: { path: { id: link.id } },
            body: readLimits(fields, timeZone, link.expires_at),
          })
        }
        onDone={() => notify('done', words.ui.saved)}
        whyNot={link.revoked_at ? words.links.isEnded : unless('links.edit')}
      >
        <LimitFields link={link} />
      </SendForm>
    </Card>
  )
}
