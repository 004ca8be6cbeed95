/** The part of the Credential Management API that only some browsers have, and TypeScript's library does not describe. */
interface PasswordCredentialConstructor {
  new (credential: { id: string; name: string; password: string }): Credential
}

/**
 * Offers the browser's password manager what to keep. Without it the manager sees a password without an address, since
 * the page of a link only shows a hint of it. Browsers that cannot do this ask by themselves.
 */
export function offerToRemember(credential: { id: string; name: string; password: string }) {
  const { PasswordCredential } = window as { PasswordCredential?: PasswordCredentialConstructor }
  if (PasswordCredential) navigator.credentials.store(new PasswordCredential(credential)).catch(() => {})
}
