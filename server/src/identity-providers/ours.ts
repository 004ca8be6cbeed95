/** The addresses of one provider's way in: each provider has its own, so that what comes in picks it before anything is read. */
import type { Config } from '../config.ts'

export function addressesOf({ publicUrl }: Pick<Config, 'publicUrl'>, id: number) {
  const base = `${publicUrl}/api/sign-on/${id}`
  return {
    callback: `${base}/callback`,
    backchannelLogout: `${base}/backchannel-logout`,
    acs: `${base}/acs`,
    metadata: `${base}/metadata`,
    logout: `${base}/logout`,
    signedOut: `${base}/signed-out`,
  }
}

/** What is to be entered at the provider. */
export function showOurs(
  config: Pick<Config, 'publicUrl'>,
  provider: { id: number; organization: string; protocol: string },
) {
  const { callback, backchannelLogout, acs, metadata, logout, signedOut } = addressesOf(config, provider.id)
  const isSaml = provider.protocol === 'saml'
  return {
    sign_in_url: `${config.publicUrl}/sign-in/${provider.organization}`,
    redirect_uri: isSaml ? null : callback,
    backchannel_logout_uri: isSaml ? null : backchannelLogout,
    post_logout_redirect_uri: isSaml ? null : signedOut,
    acs_url: isSaml ? acs : null,
    entity_id: isSaml ? metadata : null,
    logout_url: isSaml ? logout : null,
  }
}
