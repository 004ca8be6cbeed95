/** Passkeys, as far as a page needs to know of them before somebody does something with one. */

/** Whether this browser knows them at all. */
export const knowsPasskeys = () => window.PublicKeyCredential !== undefined

const browser = () => import('./passkey-in-browser.ts')

export const signInByPasskey = async () => (await browser()).signInByPasskey()

/** After a right password, in place of a code. */
export const showFactorPasskey = async () => (await browser()).showFactorPasskey()
