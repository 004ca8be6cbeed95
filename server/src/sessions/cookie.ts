import { parseCookie, stringifySetCookie } from 'cookie'

export interface Cookie {
  read(from: { readonly cookie: string | undefined }): string | null
  /** A value of `set-cookie`; with no seconds it is taken away. */
  write(value: string, maxAge: number): string
}

/** One that scripts and other sites do not get at. */
export function createCookie({ publicUrl }: { readonly publicUrl: string }, ofWhat: string): Cookie {
  const secure = publicUrl.startsWith('https:')
  // With the prefix a browser takes the cookie from this very host alone, and over https.
  const name = secure ? `__Host-usher_${ofWhat}` : `usher_${ofWhat}`
  return {
    read: ({ cookie }) => (cookie ? parseCookie(cookie)[name] : undefined) || null,
    write: (value, maxAge) =>
      stringifySetCookie({ name, value, maxAge, path: '/', httpOnly: true, sameSite: 'lax', secure }),
  }
}
