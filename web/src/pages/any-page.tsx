import { Outlet } from '@tanstack/react-router'
import { SecondFactorStep } from './sign-in/second-factor-step.tsx'

/** Around every page: one can sign in on many. */
export function AnyPage() {
  return (
    <>
      <Outlet />
      <SecondFactorStep />
    </>
  )
}
