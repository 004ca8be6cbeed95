import { useEffect, useState } from 'react'
import type { Asking } from '../../api/person/asking.ts'

export interface Asked<Of extends readonly unknown[]> {
  of: Of
  answer: (goOn: boolean) => void
}

/** What calls want of the person now; several at once wait for one answer. Null: nothing. */
export function useAsked<Of extends readonly unknown[]>({ onAsked }: Asking<Of>): Asked<Of> | null {
  const [asked, setAsked] = useState<Asked<Of> | null>(null)
  useEffect(() => {
    let waiting: Promise<boolean> | null = null
    return onAsked((...of) => {
      waiting ??= new Promise<boolean>(answer => setAsked({ of, answer })).finally(() => {
        waiting = null
        setAsked(null)
      })
      return waiting
    })
  }, [onAsked])
  return asked
}
