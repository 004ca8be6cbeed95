import { useMutation } from '@tanstack/react-query'
import { ApiError } from '../api/errors.ts'
import type { User } from '../api/person/me.ts'
import { knowsPasskeys, showFactorPasskey } from '../api/person/passkeys.ts'
import { type FactorKind, showSecondFactor } from '../api/person/second-factor.ts'
import { words } from '../text/words.ts'
import { CodeForm } from './code-form.tsx'
import { PasskeyButton } from './passkey-button.tsx'

const { secondFactor: says } = words.ownFactor

interface Props {
  /** What is taken. */
  kinds: readonly FactorKind[]
  onShown: (user: User) => unknown
  /** It took too long, or too many tries. */
  onOver: () => unknown
}

/** By a passkey, where there is one, or a code. */
export function SecondFactorForm({ kinds, onShown, onOver }: Props) {
  const showing = useMutation({
    mutationFn: showSecondFactor,
    onSuccess: onShown,
    onError: error => isOver(error) && onOver(),
  })
  const hasPasskey = kinds.includes('passkey') && knowsPasskeys()
  const hasProgram = kinds.includes('authenticator')
  return (
    <>
      {hasPasskey && (
        <PasskeyButton
          look="main"
          label={says.usePasskey}
          show={showFactorPasskey}
          onShown={onShown}
          onRefused={error => isOver(error) && onOver()}
        />
      )}
      {hasPasskey && <p className="text-quiet">{hasProgram ? says.orCode : says.orRecoveryCode}</p>}
      <CodeForm
        label={hasProgram ? says.code : says.recoveryCode}
        description={hasProgram ? says.otherwise : says.onlyRecovery}
        autoFocus={!hasPasskey}
        sending={showing}
        onCode={code => showing.mutate(code)}
        submitLabel={says.submit}
        look={hasPasskey ? 'quiet' : 'main'}
      />
    </>
  )
}

const isOver = (error: Error) => error instanceof ApiError && error.code === 'unauthenticated'
