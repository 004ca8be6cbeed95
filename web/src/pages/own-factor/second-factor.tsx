import { useSuspenseQuery } from '@tanstack/react-query'
import { lazy, Suspense, useState } from 'react'
import { passkeysQuery, secondFactorQuery } from '../../api/person/authenticator.ts'
import { account } from '../../text/account.ts'
import { Button } from '../../ui/act/button.tsx'

const OwnSecondFactor = lazy(async () => {
  await (await import('../../text/words.ts')).loadWords()
  return { default: (await import('./own-second-factor.tsx')).OwnSecondFactor }
})

/** On the profile: what whoever has none does not see is loaded when it is needed. */
export function SecondFactor({ email }: { email: string }) {
  const { authenticator_since } = useSuspenseQuery(secondFactorQuery).data
  const hasPasskeys = useSuspenseQuery(passkeysQuery).data.length > 0
  const hasFactor = authenticator_since !== null || hasPasskeys
  const [isOpen, setOpen] = useState<'had' | 'asked' | false>(false)
  // It stays, to say that it was removed.
  if (hasFactor && !isOpen) setOpen('had')
  return (
    <Suspense>
      {isOpen ? (
        <OwnSecondFactor email={email} setsUp={isOpen === 'asked'} />
      ) : (
        <>
          <p className="text-quiet">{account.secondFactor.why}</p>
          <Button look="quiet" onPress={() => setOpen('asked')}>
            {account.secondFactor.setUp}
          </Button>
        </>
      )}
    </Suspense>
  )
}
