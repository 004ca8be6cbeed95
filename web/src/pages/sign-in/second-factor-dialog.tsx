import { I18nProvider } from 'react-aria-components/I18nProvider'
import type { User } from '../../api/person/me.ts'
import { SecondFactorForm } from '../../forms/second-factor-form.tsx'
import { locale } from '../../text/language.ts'
import { text } from '../../text/text.ts'
import { Dialog } from '../../ui/page/dialog.tsx'

export function SecondFactorDialog({ onAnswer }: { onAnswer: (user: User | null) => void }) {
  return (
    <I18nProvider locale={locale}>
      <Dialog title={text.secondFactor.title} onClose={() => onAnswer(null)} isAlert>
        <p className="text-quiet">{text.secondFactor.intro}</p>
        <SecondFactorForm onShown={onAnswer} onOver={() => onAnswer(null)} />
      </Dialog>
    </I18nProvider>
  )
}
