import { type Provider, startAt } from '../api/person/sign-in.ts'
import { text } from '../text/text.ts'
import { looks } from '../ui/act/button.tsx'

interface Props {
  providers: readonly Provider[]
  /** The page to go on to. */
  to: string | undefined
  /** Said to the provider, which then need not ask for it. */
  email?: string
}

/** A button for each provider that one may sign in by. */
export function ProviderLinks({ providers, to, email }: Props) {
  if (providers.length === 0) return null
  return (
    <ul className="flex flex-col gap-3">
      {providers.map(provider => (
        <li key={provider.id}>
          <a href={startAt(provider, to, email)} className={`${looks.quiet} w-full`}>
            {text.signIn.by(provider.name)}
          </a>
        </li>
      ))}
    </ul>
  )
}
