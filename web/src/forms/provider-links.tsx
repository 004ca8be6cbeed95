import { type Provider, startAt } from '../api/person/sign-in.ts'
import { text } from '../text/text.ts'
import { looks } from '../ui/act/button.tsx'

interface Props {
  providers: readonly Provider[]
  /** The page to go on to. */
  to: string | undefined
  /** Said to the provider, which then need not ask for it. */
  email?: string
  /** In a window of its own: this one stays as it is. */
  isBeside?: boolean
}

/** A button for each provider that one may sign in by. */
export function ProviderLinks({ providers, to, email, isBeside = false }: Props) {
  if (providers.length === 0) return null
  return (
    <ul className="flex flex-col gap-3">
      {providers.map(provider => (
        <li key={provider.id}>
          <a
            href={startAt(provider, to, email)}
            {...(isBeside && { target: '_blank', rel: 'noreferrer' })}
            className={`${looks.quiet} w-full`}
          >
            {text.signIn.by(provider.name)} {isBeside && <span className="sr-only">{text.opensInNewTab}</span>}
          </a>
        </li>
      ))}
    </ul>
  )
}
