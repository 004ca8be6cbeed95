/** What an administrator hands to the provider, so that it knows this connection. */
import { escapeHtml } from '../../lib/escape-html.ts'
import type { SamlConnection } from './connection.ts'
import { bindingUris, metadataNs, protocolNs, signatureNs } from './uris.ts'

const gcm = ['http://www.w3.org/2009/xmlenc11#aes256-gcm', 'http://www.w3.org/2009/xmlenc11#aes128-gcm']
const oaep = 'http://www.w3.org/2001/04/xmlenc#rsa-oaep-mgf1p'

export function ourMetadata({ ours, theirs }: SamlConnection): string {
  const keys = ours.keys.flatMap(({ certificate }) => [
    keyDescriptor('signing', certificate),
    ...(ours.takesEncrypted ? [keyDescriptor('encryption', certificate)] : []),
  ])
  const logout = Object.values(bindingUris).map(
    binding => `    <SingleLogoutService Binding="${binding}" Location="${escapeHtml(ours.logoutUrl)}"/>`,
  )
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<EntityDescriptor xmlns="${metadataNs}" xmlns:ds="${signatureNs}" entityID="${escapeHtml(ours.entityId)}">`,
    `  <SPSSODescriptor protocolSupportEnumeration="${protocolNs}" AuthnRequestsSigned="${theirs.wantsSignedRequests}" WantAssertionsSigned="true">`,
    ...keys,
    ...logout,
    `    <AssertionConsumerService Binding="${bindingUris.post}" Location="${escapeHtml(ours.acsUrl)}" index="0" isDefault="true"/>`,
    '  </SPSSODescriptor>',
    '</EntityDescriptor>',
    '',
  ].join('\n')
}

function keyDescriptor(use: 'signing' | 'encryption', certificate: string): string {
  const base64 = certificate.replace(/-----[^-]+-----|\s/g, '')
  const key = `<ds:KeyInfo><ds:X509Data><ds:X509Certificate>${base64}</ds:X509Certificate></ds:X509Data></ds:KeyInfo>`
  const methods = use === 'encryption' ? [...gcm, oaep].map(method => `<EncryptionMethod Algorithm="${method}"/>`) : []
  return `    <KeyDescriptor use="${use}">${key}${methods.join('')}</KeyDescriptor>`
}
