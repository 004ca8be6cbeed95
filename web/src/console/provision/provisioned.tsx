import { useActing } from '../../acting/acting.ts'
import { useSendsMail } from '../../acting/use-sends-mail.ts'
import { paths } from '../../address/paths.ts'
import type { components } from '../../api/schema.gen.ts'
import { useFormat } from '../../format/use-format.ts'
import type { Plan } from '../../plan/read-plan.ts'
import { words } from '../../text/words.ts'
import { Action } from '../../ui/act/action.tsx'
import { ActionLink } from '../../ui/act/action-link.tsx'
import { Card } from '../../ui/page/card.tsx'
import { Page } from '../../ui/page/page.tsx'
import { Copyable } from '../../ui/share/copyable.tsx'
import { EnrollmentState } from '../../ui/show/enrollment-state.tsx'
import { Facts } from '../../ui/show/facts.tsx'

/** With what the plan calls things. */
export type NamedProvision = components['schemas']['MadeProvision'] & Pick<Plan, 'names'>

/** What came of it. */
export function Provisioned({ done, onAnother }: { done: NamedProvision; onAnother: () => void }) {
  const sends = useSendsMail()
  const { organization, may } = useActing()
  const format = useFormat()
  const { user, result, enrollments, waiting_for, welcome_email_sent, set_password_url: link, operation_id } = done
  const { team, groups, seats, names } = done
  const nameOf = (kind: string, key: string) =>
    names.find(named => named.kind === kind && named.key === key)?.name ?? key
  const { provision } = words
  return (
    <Page
      title={provision.doneTitle(user.email)}
      about={[provision.results[result], welcome_email_sent ? provision.mailed(sends) : provision.notMailed].join(' ')}
      actions={
        <>
          {may('operations.view') && (
            <ActionLink to={paths.operation} params={{ organization, id: String(operation_id) }}>
              {provision.openLog}
            </ActionLink>
          )}
          {may('users.view') && (
            <ActionLink to={paths.user} params={{ organization, id: String(user.id) }}>
              {provision.openUser}
            </ActionLink>
          )}
          <Action look="main" onPress={onAnother}>
            {provision.another}
          </Action>
        </>
      }
    >
      <Facts
        facts={[
          [provision.joined, team?.name],
          [provision.groupsOf, groups.map(({ name }) => name).join(', ')],
          ...seats.map(
            ({ product, used, quantity }) =>
              [
                provision.seatsNow(nameOf('product', product)),
                words.ui.used(format.number(used), format.number(quantity)),
              ] as const,
          ),
        ]}
      />
      {enrollments.length > 0 && (
        <Card title={provision.courses} isForm>
          <ul className="flex flex-col divide-y divide-line">
            {enrollments.map(({ enrollment_id, course, status, ends_at }) => (
              <li key={enrollment_id} className="flex items-center justify-between gap-4 py-2.5">
                <span className="min-w-0">
                  <span className="block font-medium">{nameOf('course', course)}</span>
                  <span className="text-quiet text-sm">
                    {ends_at === null ? provision.forEver : provision.untilDay(format.lastDay(ends_at))}
                  </span>
                </span>
                <EnrollmentState status={status as Parameters<typeof EnrollmentState>[0]['status']} />
              </li>
            ))}
          </ul>
        </Card>
      )}
      {waiting_for.length > 0 && (
        <Card title={provision.waitingFor} isForm>
          <p>{waiting_for.map(product => nameOf('product', product)).join(', ')}</p>
        </Card>
      )}
      <Card title={provision.link} isForm>
        {link === null ? (
          <p className="text-quiet">{provision.noLink}</p>
        ) : (
          <Copyable value={link} label={provision.copyLink} hint={provision.linkHint} />
        )}
      </Card>
    </Page>
  )
}
