/** Users, and the groups that they are in: by name, and never out of one again. */
import { type Asked, blank, done, listOf, notFound, type Operation, refuse, textOf, userOf } from './api.ts'
import type { User } from './school.ts'
import { showGroup, showUser } from './shown.ts'

const taken = refuse({ email: ['has already been taken'] })

export const peopleApi: readonly Operation[] = [
  ['GET', '/users', asked => listOf(findUsers(asked), showUser, asked)],
  [
    'POST',
    '/users',
    ({ school, body }) => {
      const [firstName = '', lastName = '', email = ''] = [body.first_name, body.last_name, body.email].map(textOf)
      if (!firstName) return blank('first_name')
      if (!lastName) return blank('last_name')
      if (!email.includes('@')) return refuse({ email: ['is invalid'] })
      if (school.findUser(email)) return taken
      const externalId = textOf(body.external_id)
      const externalIds = new Map(externalId ? [[textOf(body.provider) || 'SSO', externalId]] : [])
      const welcomed = body.send_welcome_email !== false
      return {
        status: 201,
        body: showUser(school.addUser({ firstName, lastName, email, externalIds, welcomed })),
      }
    },
  ],
  ['GET', '/users/{id}', asked => withUser(asked, user => ({ status: 200, body: showUser(user) }))],
  [
    'PUT',
    '/users/{id}',
    asked =>
      withUser(asked, user => {
        const { school, body } = asked
        const [firstName = '', lastName = ''] = [
          body.first_name ?? user.firstName,
          body.last_name ?? user.lastName,
        ].map(textOf)
        const email = textOf(body.email ?? user.email)
        if (!firstName || !lastName) return blank(firstName ? 'last_name' : 'first_name')
        if (![undefined, null, user].includes(school.findUser(email))) return taken
        school.changeUser(user, { firstName, lastName, email })
        return done
      }),
  ],
  [
    'DELETE',
    '/users/{id}',
    asked =>
      withUser(asked, user => {
        asked.school.removeUser(user)
        return done
      }),
  ],
  ['GET', '/groups', asked => listOf([...asked.school.groups.values()], showGroup, asked)],
  [
    'POST',
    '/groups',
    ({ school, body }) => {
      const name = textOf(body.name)
      return name ? { status: 200, body: showGroup(school.addGroup(name)) } : blank('name')
    },
  ],
  [
    'GET',
    '/groups/{id}',
    ({ school, ids }) => {
      const group = school.groups.get(Number(ids[0]))
      return group ? { status: 200, body: showGroup(group) } : notFound
    },
  ],
  [
    'DELETE',
    '/groups/{id}',
    ({ school, ids }) => {
      const id = Number(ids[0])
      for (const { groups } of school.users.values()) groups.delete(id)
      return school.groups.delete(id) ? done : notFound
    },
  ],
  [
    'POST',
    '/group_users',
    ({ school, body }) => {
      const user = school.users.get(Number(body.user_id))
      if (!user) return refuse(['User could not be found.'])
      const names = Array.isArray(body.group_names) ? body.group_names : []
      const found = names.map(name => [...school.groups.values()].find(group => group.name === name))
      if (names.length === 0 || found.includes(undefined)) return refuse(['Invalid group_names'])
      for (const group of found) if (group) user.groups.add(group.id)
      return { status: 201 }
    },
  ],
]

function withUser(asked: Asked, then: (user: User) => ReturnType<Operation[2]>) {
  const user = userOf(asked)
  return user ? then(user) : notFound
}

function findUsers({ school, query }: Asked): readonly User[] {
  const email = query.get('query[email]')
  const found = email === null ? [...school.users.values()] : [school.findUser(email)].filter(user => user !== null)
  const role = query.get('query[role]')
  const source = query.get('query[external_source]')
  const group = query.get('query[group_id]')
  return found.filter(
    user =>
      (role === null || user.roles.includes(role)) &&
      (source === null || user.externalSource === source) &&
      (group === null || user.groups.has(Number(group))),
  )
}
