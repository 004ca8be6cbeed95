import { Link } from '@tanstack/react-router'
import { paths } from '../../address/paths.ts'
import { text } from '../../text/text.ts'
import { looks } from '../../ui/act/button.tsx'
import type { Sender } from '../../ui/page/card-page.tsx'

/** The organization that a link comes from; with its slug, where its people sign in at its own page. */
export type LinkSender = NonNullable<Sender> & { sign_in_at: string | null }

/** The way on for whose organization signs in by its own provider; nothing where it does not. */
export function SignInThere({
  organization: { name, sign_in_at: slug },
  to,
}: {
  organization: LinkSender
  to: string
}) {
  if (slug === null) return null
  return (
    <Link to={paths.signInAt} params={{ slug }} search={{ to }} className={`${looks.main} w-full`}>
      {text.signIn.at(name)}
    </Link>
  )
}
