import { Outlet } from '@tanstack/react-router'
import { ImpersonationBanner } from './impersonation-banner.tsx'
import { SignInAgain } from './sign-in/sign-in-again.tsx'

/** Around every page of somebody who is signed in. */
export function SignedInPage() {
  return (
    <>
      <ImpersonationBanner />
      <Outlet />
      <SignInAgain />
    </>
  )
}
