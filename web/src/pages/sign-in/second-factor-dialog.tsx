import { I18nProvider } from 'react-aria-components/I18nProvider'
import type { User } from '../../api/person/me.ts'
import type { FactorKind } from '../../api/person/second-factor.ts'
import { SecondFactorForm } from '../../forms/second-factor-form.tsx'
import { locale } from '../../text/language.ts'
import { words } from '../../text/words.ts'
import { Dialog } from '../../ui/page/dialog.tsx'

interface Props {
  kinds: readonly FactorKind[]
  onAnswer: (user: User | null) => void
}

export function SecondFactorDialog({ kinds, onAnswer }: Props) {
  return (
    <I18nProvider locale={locale}>
      <Dialog title={words.ownFactor.secondFactor.title} onClose={() => onAnswer(null)} isAlert>
        <p className="text-quiet">{words.ownFactor.secondFactor.intro}</p>
        <SecondFactorForm kinds={kinds} onShown={onAnswer} onOver={() => onAnswer(null)} />
      </Dialog>
    </I18nProvider>
  )
}
