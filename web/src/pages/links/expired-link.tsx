import { useMutation } from '@tanstack/react-query'
import { describeError } from '../../api/errors.ts'
import { type KnownLink, renewPasswordLink } from '../../api/links/password-links.ts'
import { arriving } from '../../text/arriving.ts'
import { Button } from '../../ui/act/button.tsx'
import { CardPage } from '../../ui/page/card-page.tsx'
import { Notice } from '../../ui/tell/notice.tsx'

export function ExpiredLinkPage({ token, link }: { token: string; link: KnownLink }) {
  const renewal = useMutation({ mutationFn: () => renewPasswordLink(token) })
  if (renewal.isSuccess) return <LinkMailedPage {...link} />
  return (
    <CardPage key="expired" sender={link.organization} title={arriving.expiredLink.title}>
      <p className="text-quiet">{arriving.expiredLink.intro(link.email_hint)}</p>
      {renewal.error && <Notice kind="problem">{describeError(renewal.error)}</Notice>}
      <Button
        onPress={() => renewal.mutate()}
        isPending={renewal.isPending}
        pendingLabel={arriving.expiredLink.submitting}
      >
        {arriving.expiredLink.submit}
      </Button>
    </CardPage>
  )
}

function LinkMailedPage({ email_hint, organization }: KnownLink) {
  return (
    <CardPage key="mailed" sender={organization} title={arriving.linkMailed.title}>
      <p>{arriving.linkMailed.intro(email_hint)}</p>
      <p className="text-quiet">{arriving.linkMailed.late}</p>
    </CardPage>
  )
}
