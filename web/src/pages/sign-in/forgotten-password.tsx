import { Link, useLocation } from '@tanstack/react-router'
import { useState } from 'react'
import { ownPath } from '../../address/own-path.ts'
import { paths } from '../../address/paths.ts'
import { ForgottenPasswordForm } from '../../forms/forgotten-password-form.tsx'
import { keepWayBack } from '../../forms/way-back.ts'
import { arriving } from '../../text/arriving.ts'
import { linkLook } from '../../ui/look/link-look.ts'
import { CardPage } from '../../ui/page/card-page.tsx'
import { LinkRequestedPage } from '../links/link-requested.tsx'

export function ForgottenPasswordPage() {
  const { state, search } = useLocation()
  const { next } = search as { next?: string }
  const [sentTo, setSentTo] = useState<string>()
  if (sentTo) return <LinkRequestedPage email={sentTo} next={next} />
  const markSent = (email: string) => {
    keepWayBack(email, ownPath(next))
    setSentTo(email)
  }
  return (
    <CardPage title={arriving.forgottenPassword.title}>
      <p className="text-quiet">{arriving.forgottenPassword.intro}</p>
      <ForgottenPasswordForm email={state.email} onSent={markSent} />
      <p>
        <Link to={paths.signIn} search={{ next }} state={{ email: state.email }} className={linkLook}>
          {arriving.forgottenPassword.back}
        </Link>
      </p>
    </CardPage>
  )
}
