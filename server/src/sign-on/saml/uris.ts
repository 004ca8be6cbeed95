/** What SAML 2.0 and XML Signature call their things. */

export const assertionNs = 'urn:oasis:names:tc:SAML:2.0:assertion'
export const protocolNs = 'urn:oasis:names:tc:SAML:2.0:protocol'
export const metadataNs = 'urn:oasis:names:tc:SAML:2.0:metadata'
export const signatureNs = 'http://www.w3.org/2000/09/xmldsig#'
export const encryptionNs = 'http://www.w3.org/2001/04/xmlenc#'

export const success = 'urn:oasis:names:tc:SAML:2.0:status:Success'
export const bearer = 'urn:oasis:names:tc:SAML:2.0:cm:bearer'
export const transientFormat = 'urn:oasis:names:tc:SAML:2.0:nameid-format:transient'
export const emailFormat = 'urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress'

export const bindingUris = {
  redirect: 'urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect',
  post: 'urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST',
} as const

export const rsaSha256 = 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256'
export const rsaSha384 = 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha384'
export const rsaSha512 = 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha512'
export const rsaPssSha256 = 'http://www.w3.org/2007/05/xmldsig-more#sha256-rsa-MGF1'
export const sha256 = 'http://www.w3.org/2001/04/xmlenc#sha256'
export const sha512 = 'http://www.w3.org/2001/04/xmlenc#sha512'
export const enveloped = 'http://www.w3.org/2000/09/xmldsig#enveloped-signature'
export const exclusive = 'http://www.w3.org/2001/10/xml-exc-c14n#'
