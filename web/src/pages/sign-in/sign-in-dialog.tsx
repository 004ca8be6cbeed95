import { useQueryClient } from '@tanstack/react-query'
import { I18nProvider } from 'react-aria-components/I18nProvider'
import { meQuery, type User } from '../../api/person/me.ts'
import { SignInForm } from '../../forms/sign-in-form.tsx'
import { useEnter } from '../../forms/use-enter.ts'
import { locale } from '../../text/language.ts'
import { text } from '../../text/text.ts'
import { Dialog } from '../../ui/page/dialog.tsx'

export function SignInDialog({ onAnswer }: { onAnswer: (isBack: boolean) => void }) {
  const queryClient = useQueryClient()
  const enter = useEnter()
  const before = queryClient.getQueryData(meQuery.queryKey)
  const goOn = (user: User) => {
    const isSame = !before || before.id === user.id
    onAnswer(isSame)
    // Somebody else sees nothing of what is here.
    if (!isSame) return enter(user)
    queryClient.setQueryData(meQuery.queryKey, user)
    void queryClient.invalidateQueries()
  }
  return (
    <I18nProvider locale={locale}>
      <Dialog title={text.signIn.again} onClose={() => onAnswer(false)} isAlert>
        <p className="text-quiet">{text.signIn.againIntro}</p>
        <SignInForm email={before?.email} to={location.pathname + location.search} onEntered={goOn} />
      </Dialog>
    </I18nProvider>
  )
}
