import { useSuspenseQuery } from '@tanstack/react-query'
import { lazy, Suspense, useState } from 'react'
import { passkeysQuery } from '../../api/person/authenticator.ts'
import { account } from '../../text/account.ts'
import { Button } from '../../ui/act/button.tsx'

const OwnPasskeys = lazy(async () => {
  await (await import('../../text/words.ts')).loadWords()
  return { default: (await import('./own-passkeys.tsx')).OwnPasskeys }
})

/** On the profile: what whoever has none does not see is loaded when it is needed. */
export function Passkeys({ email }: { email: string }) {
  const hasSome = useSuspenseQuery(passkeysQuery).data.length > 0
  const [isOpen, setOpen] = useState<'had' | 'asked' | false>(hasSome && 'had')
  return (
    <Suspense>
      {isOpen ? (
        <OwnPasskeys email={email} adds={isOpen === 'asked'} />
      ) : (
        <>
          <p className="text-quiet">{account.passkeys.why}</p>
          <Button look="quiet" onPress={() => setOpen('asked')}>
            {account.passkeys.add}
          </Button>
        </>
      )}
    </Suspense>
  )
}
