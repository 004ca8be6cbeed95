import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { paths } from '../../address/paths.ts'
import { ForgottenPasswordForm } from '../../forms/forgotten-password-form.tsx'
import { arriving } from '../../text/arriving.ts'
import { text } from '../../text/text.ts'
import { looks } from '../../ui/act/button.tsx'
import { CardPage } from '../../ui/page/card-page.tsx'
import { LinkRequestedPage } from './link-requested.tsx'

/** Of a link that was used, superseded, or never one: both ways on are offered. */
export function UnknownLinkPage() {
  const [sentTo, setSentTo] = useState<string>()
  if (sentTo) return <LinkRequestedPage email={sentTo} />
  return (
    <CardPage key="unknown" title={arriving.unknownLink.title}>
      <p className="text-quiet">{arriving.unknownLink.intro}</p>
      <p>{arriving.unknownLink.signIn}</p>
      <Link to={paths.signIn} className={`${looks.quiet} w-full`}>
        {text.signIn.title}
      </Link>
      <hr className="border-line" />
      <p>{arriving.unknownLink.otherwise}</p>
      <ForgottenPasswordForm onSent={setSentTo} />
    </CardPage>
  )
}
