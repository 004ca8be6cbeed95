import { expect, test } from 'vitest'
import { type Coming, whoComes } from './who-comes.ts'

const at = (path: number[], more: object = {}) => ({
  role: 'learner',
  path,
  invitedAt: null,
  suspendedAt: null,
  ...more,
})
const account = { id: 7, leadsTeam: false, passwordSetAt: null, memberships: [at([1, 2])] }
const coming: Coming = {
  ...{ organizationId: 2, membersOnly: false, account, email: 'ida@school.example' },
  ...{ isLinked: false, isProven: false, isOwnDomain: false, invitedAs: ['learner'] },
}
const proves = { kind: 'proves', userId: 7 }

test.each<[string, Partial<Coming>, object]>([
  ['a member alone there', {}, { kind: 'comes', userId: 7 }],
  ['a member below', { account: { ...account, memberships: [at([1, 2, 3])] } }, { kind: 'comes', userId: 7 }],
  ['a member with a password', { account: { ...account, passwordSetAt: new Date(0) } }, proves],
  ['a member elsewhere too', { account: { ...account, memberships: [at([1, 2]), at([1])] } }, proves],
  ['one who leads a team', { account: { ...account, leadsTeam: true } }, proves],
  ['one who has said so', { isProven: true, account: { ...account, leadsTeam: true } }, { kind: 'comes', userId: 7 }],
  [
    'one who came before',
    { isLinked: true, account: { ...account, passwordSetAt: new Date(0) } },
    { kind: 'comes', userId: 7 },
  ],
  [
    'one who was invited',
    { account: { ...account, memberships: [at([1, 2], { invitedAt: new Date(0) })] } },
    { kind: 'joins' },
  ],
  ['one who was invited as more than a learner', { invitedAs: ['admin'] }, proves],
  ['a stranger', { account: null }, { kind: 'refused', code: 'unknown_person' }],
  ['nobody in particular', { account: null, email: null, isOwnDomain: true }, { kind: 'refused', code: 'no_email' }],
  ['one of the own domain', { account: null, isOwnDomain: true }, { kind: 'joins' }],
])('%s', (_, changes, who) => {
  expect(whoComes({ ...coming, ...changes })).toEqual(who)
})
