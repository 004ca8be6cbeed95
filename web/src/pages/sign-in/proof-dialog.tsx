import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { I18nProvider } from 'react-aria-components/I18nProvider'
import type { Proof } from '../../api/person/asking.ts'
import { myselfQuery } from '../../api/person/me.ts'
import { prove } from '../../api/person/prove.ts'
import { AskPasswordForm } from '../../forms/ask-password-form.tsx'
import { CodeForm } from '../../forms/code-form.tsx'
import { locale } from '../../text/language.ts'
import { words } from '../../text/words.ts'
import { Button } from '../../ui/act/button.tsx'
import { Dialog } from '../../ui/page/dialog.tsx'
import { ProofByProvider } from './proof-by-provider.tsx'

interface Props {
  how: readonly Proof[]
  onAnswer: (isProven: boolean) => void
}

/** Before something dangerous: by the first of what the server takes from this person, or another one that they choose. */
export function ProofDialog({ how, onAnswer }: Props) {
  const [chosen, choose] = useState(how[0])
  const others = how.filter(proof => proof !== chosen)
  return (
    <I18nProvider locale={locale}>
      <Dialog title={words.proof.title} onClose={() => onAnswer(false)} isAlert>
        <p className="text-quiet">{words.proof.why}</p>
        {chosen === undefined ? (
          <p>{words.proof.noWay}</p>
        ) : chosen === 'provider' ? (
          <ProofByProvider onProven={() => onAnswer(true)} />
        ) : (
          <ProofForm key={chosen} by={chosen} onProven={() => onAnswer(true)} />
        )}
        {others.map(proof => (
          <Button key={proof} look="quiet" onPress={() => choose(proof)}>
            {words.proof.inPlace[proof]}
          </Button>
        ))}
      </Dialog>
    </I18nProvider>
  )
}

function ProofForm({ by, onProven }: { by: Proof; onProven: () => void }) {
  const { data: me } = useQuery(myselfQuery)
  const proving = useMutation({ mutationFn: prove, onSuccess: onProven })
  const form = { sending: proving, submitLabel: words.proof.submit }
  if (by === 'authenticator')
    return <CodeForm label={words.proof.code} onCode={code => proving.mutate({ code })} {...form} />
  const { email = '' } = me?.impersonated_by ?? me?.user ?? {}
  const onPassword = (current_password: string) => proving.mutate({ current_password })
  return <AskPasswordForm email={email} onPassword={onPassword} {...form} />
}
