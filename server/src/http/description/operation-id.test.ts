import { expect, test } from 'vitest'
import { operationIdOf } from './operation-id.ts'

test.each([
  ['get', '/api/teams', 'listTeams'],
  ['post', '/api/teams', 'createTeam'],
  ['get', '/api/catalog-items/{id}', 'getCatalogItem'],
  ['patch', '/api/memberships/{organization}/{user}', 'updateMembership'],
  ['delete', '/api/teams/{id}/members/{user}', 'deleteTeamMember'],
  ['get', '/api/teams/{id}/members', 'listTeamMembers'],
  ['put', '/api/courses/{id}/items', 'setCourseItems'],
  ['post', '/api/organizations/{organization}/suspend', 'suspendOrganization'],
  ['post', '/api/users/upsert', 'upsertUser'],
  ['post', '/api/provision', 'provision'],
  ['get', '/api/explain', 'getExplain'],
])('%s %s is called %s', (method, path, id) => expect(operationIdOf(method, path)).toBe(id))
