import { useState } from 'react'
import type { Answer } from '../../api/reading.ts'
import type { Sent } from '../../api/sending.ts'
import { SendForm, type SendFormProps } from '../../editing/send-form.tsx'
import { SelectField } from '../../fields/chosen/select-field.tsx'
import { SwitchField } from '../../fields/chosen/switch-field.tsx'
import { TagsField } from '../../fields/written/tags-field.tsx'
import { TextField } from '../../fields/written/text-field.tsx'
import { words } from '../../text/words.ts'
import type { Fields, NameIn } from '../../ui/form/fields.ts'
import { Folded } from '../../ui/show/folded.tsx'

export type Provider = Answer<'/api/identity-providers/{id}'>
type New = Sent<'/api/identity-providers', 'post'>
type Claim = keyof NonNullable<New['claims']>
type Name = NameIn<New> | `claims.${Claim}` | 'oidc.scopes' | 'protocol'
type Preset = Provider['preset']

type Props<Done> = Omit<SendFormProps<Done, Name>, 'children'> & { provider?: Provider }

const { signOn: say } = words
const presets = Object.keys(say.presets) as Preset[]
const protocols = ['oidc', 'saml'] as const
const claims = ['email', 'first_name', 'last_name', 'name', 'groups'] as const

/** Of a new provider, and of one that is there; its kind and its protocol stay as it was made. */
export function ProviderForm<Done>({ provider, ...props }: Props<Done>) {
  const [preset, setPreset] = useState<string>(provider?.preset ?? 'other')
  const [protocol, setProtocol] = useState<string>(provider?.protocol ?? 'oidc')
  return (
    <SendForm {...props}>
      {!provider && (
        <div className="grid gap-5 sm:grid-cols-2">
          <SelectField<Name>
            name="preset"
            label={say.preset}
            options={presets.map(id => ({ id, name: say.presets[id] }))}
            defaultValue={preset}
            onChange={setPreset}
          />
          <SelectField<Name>
            name="protocol"
            label={say.protocol}
            options={protocols.map(id => ({ id, name: say.protocols[id] }))}
            defaultValue={protocol}
            onChange={setProtocol}
          />
        </div>
      )}
      <TextField<Name> name="name" label={say.name} hint={say.nameHint} defaultValue={provider?.name} isRequired />
      {protocol === 'oidc' ? (
        <OidcFields provider={provider} preset={presets.find(id => id === preset) ?? 'other'} />
      ) : (
        <SamlFields provider={provider} />
      )}
      <SwitchField<Name>
        name="members_only"
        label={say.membersOnly}
        hint={say.membersOnlyHint}
        isOn={provider?.members_only}
      />
      <SwitchField<Name>
        name="signs_out_there"
        label={say.signsOutThere}
        hint={say.signsOutThereHint}
        isOn={provider?.signs_out_there}
      />
      <Folded title={say.more}>
        <div className="flex flex-col gap-5 pt-4">
          <p className="text-quiet text-sm">{say.claimsHint}</p>
          {claims.map(claim => (
            <TagsField<Name>
              key={claim}
              name={`claims.${claim}`}
              label={say.claimsOf[claim]}
              defaultValue={provider?.claims[claim]}
            />
          ))}
          {protocol === 'oidc' ? (
            <TagsField<Name>
              name="oidc.scopes"
              label={say.scopes}
              hint={say.scopesHint}
              defaultValue={provider?.oidc?.scopes}
            />
          ) : (
            <MoreOfSaml provider={provider} />
          )}
        </div>
      </Folded>
    </SendForm>
  )
}

function OidcFields({ provider, preset }: { provider: Provider | undefined; preset: Preset }) {
  const { issuer, client_id, hosted_domain } = provider?.oidc ?? {}
  return (
    <>
      <TextField<Name>
        key={preset}
        name="oidc.issuer"
        label={say.issuer}
        hint={say.issuerHints[preset]}
        defaultValue={issuer ?? (preset === 'google' ? 'https://accounts.google.com' : '')}
        isRequired
      />
      {preset === 'google' && (
        <TextField<Name>
          name="oidc.hosted_domain"
          label={say.hostedDomain}
          hint={say.hostedDomainHint}
          defaultValue={hosted_domain ?? ''}
          isRequired
        />
      )}
      <TextField<Name> name="oidc.client_id" label={say.clientId} defaultValue={client_id ?? ''} isRequired />
      <TextField<Name>
        name="client_secret"
        type="password"
        autoComplete="off"
        label={say.clientSecret}
        hint={provider ? say.secretKept : say.secretHint}
        isRequired={!provider}
      />
    </>
  )
}

/** With its metadata it says all of this itself. */
function SamlFields({ provider }: { provider: Provider | undefined }) {
  const { entity_id, sign_on_url, certificates, metadata_url } = provider?.saml ?? {}
  return (
    <>
      <TextField<Name>
        name="saml.metadata_url"
        label={say.metadataUrl}
        hint={say.metadataUrlHint}
        defaultValue={metadata_url ?? ''}
      />
      {!provider && <TextField<Name> name="saml.metadata" label={say.metadata} hint={say.metadataHint} isLong />}
      <TextField<Name> name="saml.entity_id" label={say.entityId} defaultValue={entity_id ?? ''} />
      <TextField<Name>
        name="saml.sign_on_url"
        label={say.signOnUrl}
        hint={say.signOnUrlHint}
        defaultValue={sign_on_url ?? ''}
      />
      <TextField<Name>
        name="saml.certificates"
        label={say.certificates}
        hint={say.certificatesHint}
        defaultValue={certificates?.join('\n') ?? ''}
        isLong
      />
    </>
  )
}

function MoreOfSaml({ provider }: { provider: Provider | undefined }) {
  const { subject_attribute, signs_requests, accepts_unsolicited } = provider?.saml ?? {}
  return (
    <>
      <TextField<Name>
        name="saml.subject_attribute"
        label={say.subjectAttribute}
        hint={say.subjectAttributeHint}
        defaultValue={subject_attribute ?? ''}
      />
      <SwitchField<Name> name="saml.signs_requests" label={say.signsRequests} isOn={signs_requests} />
      <SwitchField<Name>
        name="saml.accepts_unsolicited"
        label={say.acceptsUnsolicited}
        hint={say.acceptsUnsolicitedHint}
        isOn={accepts_unsolicited}
      />
    </>
  )
}

export function readNew(fields: Fields<Name>): New {
  const shared = { ...readShared(fields), claims: readClaims(fields) }
  const preset = presets.find(id => id === fields.text('preset'))
  return fields.text('protocol') === 'saml'
    ? { ...shared, preset, saml: readSaml(fields) }
    : { ...shared, preset, oidc: readOidc(fields), client_secret: fields.raw('client_secret') }
}

/** What it is trusted by is sent only where it is another: sent, it switches the provider off. */
export function readChanges(fields: Fields<Name>, { protocol, claims: before, oidc, saml }: Provider) {
  const written = readClaims(fields)
  const isSame = claims.every(claim => textOf(written[claim]) === textOf(before[claim]))
  const shared = { ...readShared(fields), claims: isSame ? undefined : written }
  if (protocol === 'saml') return { ...shared, saml: differing(saml, readSaml(fields)) }
  const client_secret = fields.raw('client_secret') || undefined
  return { ...shared, oidc: differing(oidc, readOidc(fields)), client_secret }
}

function readShared(fields: Fields<Name>) {
  return {
    name: fields.text('name'),
    members_only: fields.flag('members_only'),
    signs_out_there: fields.flag('signs_out_there'),
  }
}

function readClaims(fields: Fields<Name>): NonNullable<New['claims']> {
  const written = claims.map(claim => [claim, fields.list(`claims.${claim}`)] as const)
  return Object.fromEntries(written.filter(([, names]) => names.length > 0))
}

function readOidc(fields: Fields<Name>) {
  const hosted_domain = fields.optional('oidc.hosted_domain')
  return {
    issuer: fields.text('oidc.issuer'),
    client_id: fields.text('oidc.client_id'),
    scopes: listOrNone(fields.list('oidc.scopes')),
    ...(hosted_domain !== undefined && { hosted_domain }),
  }
}

function readSaml(fields: Fields<Name>) {
  const end = '-----END CERTIFICATE-----'
  const parts = fields
    .text('saml.certificates')
    .split(end)
    .map(part => part.trim())
  const certificates = parts.filter(Boolean).map(part => `${part}\n${end}\n`)
  return {
    metadata_url: fields.optional('saml.metadata_url'),
    metadata: fields.optional('saml.metadata'),
    entity_id: fields.optional('saml.entity_id'),
    sign_on_url: fields.optional('saml.sign_on_url'),
    certificates: listOrNone(certificates),
    subject_attribute: fields.optional('saml.subject_attribute'),
    signs_requests: fields.flag('saml.signs_requests') || undefined,
    accepts_unsolicited: fields.flag('saml.accepts_unsolicited') || undefined,
  }
}

/** With what the form does not show; undefined where nothing of it was changed. */
function differing<Thing extends object>(before: Thing | null, written: Partial<Thing>): Thing | undefined {
  const after = { ...before, ...written } as Thing
  const isSame = (name: keyof Thing) => textOf(before?.[name]) === textOf(after[name])
  return (Object.keys(written) as (keyof Thing)[]).every(isSame) ? undefined : after
}

function listOrNone(list: string[]): string[] | undefined {
  return list.length > 0 ? list : undefined
}

/** What is off, or nothing, is the same whether or not it was said. */
const textOf = (value: unknown) => (JSON.stringify(value || undefined) ?? '').replaceAll('\\n', '')
