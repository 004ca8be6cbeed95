import { Link, useLocation } from '@tanstack/react-router'
import { ownPath } from '../../address/own-path.ts'
import { paths } from '../../address/paths.ts'
import { SignInForm } from '../../forms/sign-in-form.tsx'
import { useEnter } from '../../forms/use-enter.ts'
import { text } from '../../text/text.ts'
import { linkLook } from '../../ui/look/link-look.ts'
import { CardPage } from '../../ui/page/card-page.tsx'
import { Notice } from '../../ui/tell/notice.tsx'
import { Refused } from './refused.tsx'

export function SignInPage() {
  const enter = useEnter()
  const { state, search } = useLocation()
  const { next } = search as { next?: string }
  return (
    <CardPage title={text.signIn.title}>
      <Refused />
      {state.signedOut === 'byThemselves' && <Notice kind="done">{text.signIn.signedOut}</Notice>}
      {state.signedOut === 'ended' && <Notice kind="problem">{text.signIn.ended}</Notice>}
      {!state.signedOut && next !== undefined && <p className="text-quiet">{text.signIn.toGoOn}</p>}
      <SignInForm email={state.email} to={ownPath(next)} onEntered={enter} />
      <p>
        <Link to={paths.forgottenPassword} search={{ next }} state={{ email: state.email }} className={linkLook}>
          {text.signIn.forgotten}
        </Link>
      </p>
    </CardPage>
  )
}
