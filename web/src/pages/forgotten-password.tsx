import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { ForgottenPasswordForm } from '../forms/forgotten-password-form.tsx'
import { paths } from '../paths.ts'
import { text } from '../text/text.ts'
import { CardPage } from '../ui/card-page.tsx'
import { linkLook } from '../ui/link-look.ts'
import { LinkRequestedPage } from './link-requested.tsx'

export function ForgottenPasswordPage() {
  const [sentTo, setSentTo] = useState<string>()
  if (sentTo) return <LinkRequestedPage email={sentTo} />
  return (
    <CardPage title={text.forgottenPassword.title}>
      <p className="text-quiet">{text.forgottenPassword.intro}</p>
      <ForgottenPasswordForm onSent={setSentTo} />
      <p>
        <Link to={paths.signIn} className={linkLook}>
          {text.forgottenPassword.back}
        </Link>
      </p>
    </CardPage>
  )
}
