import { useLocation, useNavigate } from '@tanstack/react-router'
import type { Address } from './address.ts'

/** The address of the page one is on, and how to change parts of it. Undefined takes a part out. */
export function useAddress<Name extends string = string>() {
  const address = useLocation().search as Address<Name>
  const navigate = useNavigate()
  const change = (parts: Address<Name>) =>
    void navigate({
      to: '.',
      search: (before: object) => ({ ...before, ...parts }),
      replace: true,
      resetScroll: false,
    } as never)
  return [address, change] as const
}
