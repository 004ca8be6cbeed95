import { useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { passkeysQuery, secondFactorQuery } from '../../api/person/authenticator.ts'
import { account } from '../../text/account.ts'
import { words } from '../../text/words.ts'
import { Button } from '../../ui/act/button.tsx'
import { Notice } from '../../ui/tell/notice.tsx'
import { AuthenticatorOn } from './authenticator-on.tsx'
import { CodesLeft, NewRecoveryCodes } from './recovery-codes.tsx'
import { SetUpAuthenticator } from './set-up-authenticator.tsx'

const { secondFactor: says } = words.ownFactor

/** Of whoever has one, or is about to. */
export function OwnSecondFactor({ email, setsUp }: { email: string; setsUp: boolean }) {
  const factor = useSuspenseQuery(secondFactorQuery).data
  const hasPasskeys = useSuspenseQuery(passkeysQuery).data.length > 0
  const queryClient = useQueryClient()
  const [codes, setCodes] = useState<string[]>([])
  const [isAsked, setAsked] = useState(setsUp)
  const [removed, setRemoved] = useState(false)
  // Also what is closed without one.
  const look = () => queryClient.invalidateQueries({ queryKey: ['me'] })
  const showCodes = (codes: string[]) => {
    setAsked(false)
    setRemoved(false)
    setCodes(codes)
    return look()
  }
  const markRemoved = () => {
    setRemoved(true)
    return look()
  }
  if (codes.length > 0) return <NewRecoveryCodes codes={codes} onKept={() => setCodes([])} />
  const isOn = factor.authenticator_since !== null
  return (
    <>
      {removed && <Notice kind="done">{hasPasskeys ? says.removedOne : says.removed}</Notice>}
      {isOn && <AuthenticatorOn email={email} hasPasskeys={hasPasskeys} onRemoved={markRemoved} />}
      {!isOn && <p className="text-quiet">{account.secondFactor.why}</p>}
      {!isOn && isAsked && <SetUpAuthenticator email={email} onDone={showCodes} />}
      {!isOn && !isAsked && (
        <Button look="quiet" onPress={() => setAsked(true)}>
          {account.secondFactor.setUp}
        </Button>
      )}
      {(isOn || hasPasskeys) && <CodesLeft email={email} left={factor.recovery_codes_left} onCodes={showCodes} />}
    </>
  )
}
