/** What is signed by a key that is not known is looked at once more, when its provider has said which keys it has now. */
import type { SamlConnection } from '../sign-on/saml/connection.ts'
import type { Refused } from '../sign-on/saml/verdict.ts'
import type { Connection } from './connections.ts'
import type { SignOnDeps } from './sign-on.ts'

type SamlProvider = Extract<Connection, { protocol: 'saml' }>
type Read = { readonly outcome: string; readonly refused?: Refused }

/** `read` uses nothing up before it has seen the signature. Gives what was read, and by which connection. */
export async function withNewKeys<Outcome extends Read>(
  { open, renew }: Pick<SignOnDeps, 'open' | 'renew'>,
  known: SamlProvider,
  read: (saml: SamlConnection) => Promise<Outcome>,
): Promise<{ connection: SamlProvider; outcome: Outcome }> {
  const outcome = await read(known.saml)
  if (!isOfUnknownKey(outcome) || !(await renew(known.provider.id))) return { connection: known, outcome }
  const connection = await open(known.provider.id)
  return connection?.protocol === 'saml'
    ? { connection, outcome: await read(connection.saml) }
    : { connection: known, outcome }
}

function isOfUnknownKey({ refused }: Read): boolean {
  return refused?.code === 'signature_wrong' || refused?.code === 'certificate_ended'
}
