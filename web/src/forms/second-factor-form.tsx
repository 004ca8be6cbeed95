import { useMutation } from '@tanstack/react-query'
import { ApiError } from '../api/errors.ts'
import type { User } from '../api/person/me.ts'
import { showSecondFactor } from '../api/person/second-factor.ts'
import { text } from '../text/text.ts'
import { CodeForm } from './code-form.tsx'

const { secondFactor: says } = text

interface Props {
  onShown: (user: User) => unknown
  /** It took too long, or too many tries. */
  onOver: () => unknown
}

export function SecondFactorForm({ onShown, onOver }: Props) {
  const showing = useMutation({
    mutationFn: showSecondFactor,
    onSuccess: onShown,
    onError: error => error instanceof ApiError && error.code === 'unauthenticated' && onOver(),
  })
  return (
    <CodeForm
      label={says.code}
      description={says.otherwise}
      sending={showing}
      onCode={code => showing.mutate(code)}
      submitLabel={says.submit}
    />
  )
}
