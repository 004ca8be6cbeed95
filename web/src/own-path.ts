/**
 * An address within this application, as a link, a mail or a bookmark may ask for it after signing in; undefined for whatever
 * leads elsewhere, or back to signing in.
 */
export function ownPath(written: string | undefined): string | undefined {
  // Browsers take a backslash for a slash, and leave out tabs and ends of lines.
  if (!written?.startsWith('/') || /^\/\/|[\\\p{Cc}]/u.test(written) || !URL.canParse(written, here)) return undefined
  const { origin, pathname, search, hash } = new URL(written, here)
  const isElsewhere = origin !== here || pathname.startsWith('//') || /^\/(?:api|sign-in)(?:\/|$)/.test(pathname)
  return isElsewhere ? undefined : pathname + search + hash
}

/** Whichever: only whether it is left counts. */
const here = 'https://here.example.com'
