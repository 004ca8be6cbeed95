/**
 * An address within this application, as a link, a mail or a bookmark may ask for it after signing in; undefined for whatever
 * leads elsewhere, or back to signing in.
 */
export function ownPath(written: string | undefined): string | undefined {
  if (!written?.startsWith('/') || !URL.canParse(written, here)) return undefined
  // Read as a browser reads it, to whom a backslash is a slash, and a tab is nothing.
  const { origin, pathname, search, hash } = new URL(written, here)
  const isElsewhere = origin !== here || pathname.startsWith('//') || /^\/(?:api|sign-in)(?:\/|$)/.test(pathname)
  return isElsewhere ? undefined : pathname + search + hash
}

/** Whichever: only whether it is left counts. */
const here = 'https://here.example.com'
