import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { useActing } from '../../acting/acting.ts'
import { paths } from '../../address/paths.ts'
import { reading } from '../../api/reading.ts'
import { Edited } from '../../editing/edited.tsx'
import { useFormat } from '../../format/use-format.ts'
import { words } from '../../text/words.ts'
import { Tabs } from '../../ui/act/tabs.tsx'
import { Card } from '../../ui/page/card.tsx'
import { Page } from '../../ui/page/page.tsx'
import { Copyable } from '../../ui/share/copyable.tsx'
import { Badge } from '../../ui/show/badge.tsx'
import { Loaded } from '../../ui/tell/loaded.tsx'
import { notify } from '../../ui/tell/notices.ts'
import { Attributes } from './attributes.tsx'
import { LastTest } from './last-test.tsx'
import { Mappings } from './mappings.tsx'
import { OurKeys } from './our-keys.tsx'
import { ProviderActions } from './provider-actions.tsx'
import { type Provider, ProviderForm, readChanges } from './provider-form.tsx'
import { SignOns } from './sign-ons.tsx'

const { signOn: say } = words

export function ProviderPage() {
  const { organization } = useActing()
  const { id } = useParams({ from: '/signed-in/console/$organization/settings/sign-in/$id' })
  const provider = useQuery(reading(organization, '/api/identity-providers/{id}', { path: { id: Number(id) } }))
  return <Loaded query={provider}>{provider => <Shown provider={provider} />}</Loaded>
}

function Shown({ provider }: { provider: Provider }) {
  const { organization } = useActing()
  const format = useFormat()
  const { id, name, protocol, enabled, warning, keys_warning, clock_skew_ms: skew } = provider
  return (
    <Page
      title={name}
      about={
        <>
          <Badge tone={enabled ? 'good' : 'plain'}>{enabled ? say.states.on : say.states.off}</Badge>
          <span>{say.protocols[protocol]}</span>
          {warning && (
            <Badge tone={warning.within_days > 30 ? 'warn' : 'bad'}>
              {(warning.within_days === 0 ? say.ended : say.ends)(format.moment(warning.ends_at))}
            </Badge>
          )}
          {skew !== null && Math.abs(skew) >= 60_000 && (
            <Badge tone="bad">{say.clockOff(format.number(Math.round(skew / 1000)))}</Badge>
          )}
          {keys_warning && (
            <Badge tone={keys_warning.within_days > 30 ? 'warn' : 'bad'}>
              {(keys_warning.within_days === 0 ? say.ourKeys.ended : say.ourKeys.ends)(
                format.moment(keys_warning.ends_at),
              )}
            </Badge>
          )}
        </>
      }
      back={{ to: paths.signInSettings, params: { organization }, name: say.title }}
      actions={<ProviderActions provider={provider} />}
    >
      <Tabs
        label={name}
        parts={[
          {
            id: 'set-up',
            name: say.tabs.setUp,
            children: (
              <>
                <Ours ours={provider.ours} />
                <LastTest id={id} />
                {protocol === 'saml' && <OurKeys provider={provider} />}
                <Settings provider={provider} />
              </>
            ),
          },
          {
            id: 'gives',
            name: say.tabs.gives,
            children: (
              <>
                <Mappings id={id} />
                <Attributes provider={provider} />
              </>
            ),
          },
          { id: 'sign-ins', name: say.tabs.signOns, children: <SignOns id={id} /> },
        ]}
      />
    </Page>
  )
}

/** What is to be entered at the provider. */
function Ours({ ours }: Pick<Provider, 'ours'>) {
  const names = Object.keys(say.oursOf) as (keyof typeof say.oursOf)[]
  return (
    <Card title={say.ours} isForm>
      <p className="text-quiet text-sm">{say.oursHint}</p>
      {names.map(name => {
        const value = ours[name]
        return value && <Copyable key={name} value={value} hint={say.oursOf[name]} label={say.copy(say.oursOf[name])} />
      })}
    </Card>
  )
}

function Settings({ provider }: { provider: Provider }) {
  const { unless } = useActing()
  return (
    <Card title={words.settings.title} isForm>
      <p className="text-quiet text-sm">{say.trustHint}</p>
      <Edited thing={provider}>
        {(provider, api) => (
          <ProviderForm
            provider={provider}
            send={fields =>
              api.PATCH('/api/identity-providers/{id}', {
                params: { path: { id: provider.id } },
                body: readChanges(fields, provider),
              })
            }
            onDone={() => notify('done', words.ui.saved)}
            whyNot={unless('settings.edit')}
          />
        )}
      </Edited>
    </Card>
  )
}
