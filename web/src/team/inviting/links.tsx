import { useQuery } from '@tanstack/react-query'
import { QrCode } from 'lucide-react'
import { useState } from 'react'
import { type Row, reading } from '../../api/reading.ts'
import { useFormat } from '../../format/use-format.ts'
import { PlanDialog } from '../../plan/plan-dialog.tsx'
import { List } from '../../table/list.tsx'
import { words } from '../../text/words.ts'
import { Action } from '../../ui/act/action.tsx'
import { Dialog } from '../../ui/page/dialog.tsx'
import { ShareAddress } from '../../ui/share/share-address.tsx'
import { Badge } from '../../ui/show/badge.tsx'
import { Empty } from '../../ui/show/empty.tsx'
import { useMyTeam } from '../my-team.ts'
import { WhoWaits } from '../seats/who-waits.tsx'

type Link = Row<'/api/links'>

/** The links into the team, and who asks to come in by them. */
export function TeamLinks() {
  const { organization, team, api, unless } = useMyTeam()
  const format = useFormat()
  const [leaving, leave] = useState<{ links: Link[]; clear: () => void } | null>(null)
  const [shared, share] = useState<Link | null>(null)
  const nameOf = ({ name, prefix }: Link) => name || words.links.unnamed(prefix)
  const { data } = useQuery(reading(organization, '/api/links', { query: { team, limit: 200 } }))
  return (
    <>
      {data?.data
        .filter(link => link.needs_approval)
        .map(link => (
          <WhoWaits key={link.id} link={link.id} />
        ))}
      <List
        label={words.portal.tabs.links}
        path="/api/links"
        query={{ team }}
        columns={[
          {
            id: 'name',
            name: words.links.columns.name,
            grow: 2,
            cell: (link: Link) => <span className="font-medium">{nameOf(link)}</span>,
          },
          {
            id: 'state',
            grow: 1.4,
            name: words.links.columns.state,
            onPhone: true,
            cell: ({ state, seats_left }) =>
              state === 'open' && seats_left === 0 ? (
                <Badge tone="warn">{words.links.full}</Badge>
              ) : (
                <Badge tone={state === 'open' ? 'good' : 'plain'}>{words.links.states[state]}</Badge>
              ),
          },
          {
            id: 'uses',
            name: words.links.columns.uses,
            cell: ({ used, max_uses }) =>
              words.links.uses(format.number(used), max_uses === null ? null : format.number(max_uses)),
          },
          {
            id: 'address',
            name: words.links.address,
            onPhone: true,
            cell: link => (
              <Action isIconOnly icon={QrCode} look="plain" onPress={() => share(link)}>
                {words.links.showAddress}
              </Action>
            ),
          },
          { id: 'until', name: words.links.columns.expires, cell: ({ expires_at }) => format.lastDay(expires_at) },
        ]}
        bulk={(links, clear) => (
          <Action look="danger" whyNot={unless('links.delete')} onPress={() => leave({ links, clear })}>
            {words.links.endShort}
          </Action>
        )}
        empty={<Empty title={words.portal.noLinks} hint={words.portal.noLinksHint} />}
      />
      {shared && (
        <Dialog title={nameOf(shared)} onClose={() => share(null)}>
          <ShareAddress url={shared.url} name={nameOf(shared)} isCodeOpen />
        </Dialog>
      )}
      {leaving && (
        <PlanDialog
          title={words.links.endTitle(leaving.links.length)}
          hint={words.links.endHint}
          steps={leaving.links.map(link => ({
            name: nameOf(link),
            plan: () => api.DELETE('/api/links/{id}', { params: { path: { id: link.id }, query: { mode: 'plan' } } }),
          }))}
          doLabel={words.links.endShort}
          isDangerous
          onClose={() => leave(null)}
          onDone={leaving.clear}
        />
      )}
    </>
  )
}
