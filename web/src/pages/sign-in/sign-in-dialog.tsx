import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useEffectEvent } from 'react'
import { I18nProvider } from 'react-aria-components/I18nProvider'
import { paths } from '../../address/paths.ts'
import { findMe, meQuery, myselfQuery, type User } from '../../api/person/me.ts'
import { SignInForm } from '../../forms/sign-in-form.tsx'
import { useEnter } from '../../forms/use-enter.ts'
import { locale } from '../../text/language.ts'
import { text } from '../../text/text.ts'
import { Dialog } from '../../ui/page/dialog.tsx'

/** Who comes by a provider does so in a window beside this one, and goes on here as soon as they look here again. */
export function SignInDialog({ onAnswer }: { onAnswer: (isBack: boolean) => void }) {
  const queryClient = useQueryClient()
  const enter = useEnter()
  const before = queryClient.getQueryData(meQuery.queryKey)
  const myself = queryClient.getQueryData(myselfQuery.queryKey)
  const goOn = (user: User) => {
    const isSame = !before || before.id === user.id
    onAnswer(isSame)
    // Somebody else sees nothing of what is here.
    if (!isSame) return enter(user)
    queryClient.setQueryData(meQuery.queryKey, user)
    void queryClient.invalidateQueries()
  }
  useLookedAt(async () => {
    const user = await findMe()
    if (user) goOn(user)
  })
  const at = myself?.signed_in_by.method === 'provider' ? myself.organizations[0]?.slug : undefined
  return (
    <I18nProvider locale={locale}>
      <Dialog title={text.signIn.again} onClose={() => onAnswer(false)} isAlert>
        <p className="text-quiet">{text.signIn.againIntro}</p>
        <SignInForm email={before?.email} at={at} to={paths.proven} isInFront onEntered={goOn} />
      </Dialog>
    </I18nProvider>
  )
}

function useLookedAt(look: () => Promise<void>): void {
  const onLook = useEffectEvent(() => {
    if (document.visibilityState === 'visible') void look().catch(() => undefined)
  })
  useEffect(() => {
    window.addEventListener('focus', onLook)
    document.addEventListener('visibilitychange', onLook)
    return () => {
      window.removeEventListener('focus', onLook)
      document.removeEventListener('visibilitychange', onLook)
    }
  }, [])
}
