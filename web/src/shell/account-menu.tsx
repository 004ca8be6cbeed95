import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { Check, CircleUser } from 'lucide-react'
import { useState } from 'react'
import { Button } from 'react-aria-components/Button'
import { Header, Menu, MenuItem, MenuSection, MenuTrigger, Separator } from 'react-aria-components/Menu'
import { Popover } from 'react-aria-components/Popover'
import { paths } from '../address/paths.ts'
import { findConsole, listTeams } from '../api/person/landing.ts'
import { belongingsQuery, meQuery } from '../api/person/me.ts'
import { words } from '../text/words.ts'
import { itemLook, popoverLook } from '../ui/look/popover-look.ts'
import { chooseTheme, readTheme, type Theme, themes } from '../ui/look/theme.ts'
import { notify } from '../ui/tell/notices.ts'
import { sayProblem } from '../ui/tell/problem.tsx'
import { useSignOut } from './use-sign-out.ts'

/** Who is signed in: where else they may go, colours, and the way out. */
export function AccountMenu() {
  const { data: user } = useQuery(meQuery)
  const { data: belongings = [] } = useQuery(belongingsQuery)
  const [theme, setTheme] = useState(readTheme)
  const navigate = useNavigate()
  const leaving = useSignOut()
  const console = findConsole(belongings)
  const [team] = listTeams(belongings)
  const name = user ? `${user.first_name} ${user.last_name}`.trim() || user.email : ''
  return (
    <MenuTrigger>
      <Button
        aria-label={`${words.shell.account}: ${name}`}
        className="flex min-h-11 cursor-pointer items-center gap-2.5 rounded-lg px-3 text-start text-sm hover:bg-sunken"
      >
        <CircleUser aria-hidden="true" className="size-5 shrink-0 text-quiet" />
        <span dir="auto" className="truncate">
          {name}
        </span>
      </Button>
      <Popover placement="top start" className={popoverLook}>
        <Menu className="flex flex-col outline-none">
          {console && (
            <MenuItem
              onAction={() => navigate({ to: paths.console, params: { organization: console.slug } })}
              className={itemLook}
            >
              {words.shell.console}
            </MenuItem>
          )}
          {team && (
            <MenuItem
              onAction={() => navigate({ to: paths.teamPortal, params: { team: String(team.id) } })}
              className={itemLook}
            >
              {words.shell.team}
            </MenuItem>
          )}
          <MenuItem onAction={() => navigate({ to: paths.courses })} className={itemLook}>
            {words.shell.myCourses}
          </MenuItem>
          <MenuItem onAction={() => navigate({ to: paths.profile })} className={itemLook}>
            {words.shell.profile}
          </MenuItem>
          <Separator className="my-1.5 border-line border-t" />
          <MenuSection
            selectionMode="single"
            disallowEmptySelection
            selectedKeys={[theme]}
            onSelectionChange={keys => {
              const [chosen] = [...keys] as Theme[]
              if (!chosen) return
              chooseTheme(chosen)
              setTheme(chosen)
            }}
          >
            <Header className="px-3 py-1 text-quiet text-xs">{words.shell.theme}</Header>
            {themes.map(theme => (
              <MenuItem key={theme} id={theme} textValue={words.shell.themes[theme]} className={itemLook}>
                {({ isSelected }) => (
                  <>
                    <Check aria-hidden="true" className={`size-4 self-center ${isSelected ? '' : 'invisible'}`} />
                    {words.shell.themes[theme]}
                  </>
                )}
              </MenuItem>
            ))}
          </MenuSection>
          <Separator className="my-1.5 border-line border-t" />
          <MenuItem
            onAction={() => leaving.mutate(undefined, { onError: error => notify('problem', sayProblem(error)) })}
            className={itemLook}
          >
            {words.shell.signOut}
          </MenuItem>
        </Menu>
      </Popover>
    </MenuTrigger>
  )
}
