import { useQuery } from '@tanstack/react-query'
import { useNavigate, useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { paths } from '../../address/paths.ts'
import { type Answer, reading } from '../../api/reading.ts'
import { TakeOut } from '../../console/teams/take-out.tsx'
import { UserCourses } from '../../console/users/user-courses.tsx'
import { useFormat } from '../../format/use-format.ts'
import { words } from '../../text/words.ts'
import { Action } from '../../ui/act/action.tsx'
import { ActionsMenu } from '../../ui/act/actions-menu.tsx'
import { Page } from '../../ui/page/page.tsx'
import { Loaded } from '../../ui/tell/loaded.tsx'
import { useMyTeam } from '../my-team.ts'
import { GiveSeat } from '../seats/give-seat.tsx'

type Member = Answer<'/api/teams/{id}/members/{user}'>

export function TeamPersonPage() {
  const { organization, team } = useMyTeam()
  const { id } = useParams({ from: '/signed-in/team/$team/people/$id' })
  const asked = { path: { id: team, user: Number(id) } }
  const member = useQuery(reading(organization, '/api/teams/{id}/members/{user}', asked))
  return <Loaded query={member}>{member => <MemberShown member={member} />}</Loaded>
}

/** Somebody of the team: what they have, and what can be done for them. */
function MemberShown({ member }: { member: Member }) {
  const { team, params, may, unless } = useMyTeam()
  const format = useFormat()
  const navigate = useNavigate()
  const [asked, ask] = useState<'give' | 'takeOut' | null>(null)
  const name = `${member.first_name} ${member.last_name}`.trim()
  return (
    <Page
      title={name || member.email}
      about={[
        name && member.email,
        words.users.roleSince(words.roles.called(member.role), format.day(member.created_at)),
      ]
        .filter(Boolean)
        .join(' · ')}
      back={{ to: paths.teamPeople, params, name: words.portal.people }}
      actions={
        <>
          <Action look="main" whyNot={unless('enrollments.create')} onPress={() => ask('give')}>
            {words.portal.giveSeat}
          </Action>
          <ActionsMenu
            actions={[
              {
                name: words.teams.takeOut,
                isDangerous: true,
                whyNot: unless('teams.assign'),
                onAction: () => ask('takeOut'),
              },
            ]}
          />
        </>
      }
    >
      <h2 className="font-semibold text-lg">{words.portal.courses}</h2>
      {may('enrollments.view') && <UserCourses user={member.user_id} hint={words.portal.noCoursesHint} />}
      {asked === 'give' && <GiveSeat people={[member]} onClose={() => ask(null)} />}
      {asked === 'takeOut' && (
        <TakeOut
          team={team}
          members={[member]}
          onClose={() => ask(null)}
          onDone={() => void navigate({ to: paths.teamPeople, params })}
        />
      )}
    </Page>
  )
}
