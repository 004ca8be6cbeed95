import { Link, useLocation } from '@tanstack/react-router'
import { SignInForm } from '../forms/sign-in-form.tsx'
import { paths } from '../paths.ts'
import { text } from '../text/text.ts'
import { CardPage } from '../ui/card-page.tsx'
import { linkLook } from '../ui/link-look.ts'
import { Notice } from '../ui/notice.tsx'

export function SignInPage() {
  const hasSignedOut = useLocation({ select: location => location.state.hasSignedOut })
  return (
    <CardPage title={text.signIn.title}>
      {hasSignedOut && <Notice kind="done">{text.signIn.signedOut}</Notice>}
      <SignInForm />
      <p>
        <Link to={paths.forgottenPassword} className={linkLook}>
          {text.signIn.forgotten}
        </Link>
      </p>
    </CardPage>
  )
}
