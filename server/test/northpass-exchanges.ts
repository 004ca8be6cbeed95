/**
 * What clients of the real service send, and what they need of the answer, one after the other. `{name}` stands for what an
 * answer before it was keeping under that name. Facts of the contract with people who do not exist.
 */
export interface Exchange {
  readonly name: string
  readonly request: readonly [method: string, path: string, body?: unknown]
  readonly status: number
  /** It has at least this. */
  readonly answer?: object
  /** What later ones need, by the path to it. */
  readonly keeps?: Readonly<Record<string, string>>
}

const jane = { email: 'jane@example.com', first_name: 'Jane', last_name: 'Doe' }

export const exchanges: readonly Exchange[] = [
  {
    name: 'a group is created',
    request: ['POST', '/v2/groups', { data: { type: 'groups', attributes: { name: 'Acme', description: '' } } }],
    status: 201,
    answer: { data: { type: 'groups', attributes: { name: 'Acme', group_enrollment_link: null } } },
    keeps: { group: 'data.id' },
  },
  {
    name: 'an existing name gives the existing record',
    request: ['POST', '/v2/groups', { data: { type: 'groups', attributes: { name: 'Acme', description: '' } } }],
    status: 200,
    answer: { data: { id: '{group}' } },
  },
  {
    name: 'groups are filtered by name',
    request: ['GET', '/v2/groups?filter[name][eq]=Acme&page=1&limit=50'],
    status: 200,
    answer: { links: {}, data: [{ id: '{group}', attributes: { memberships_count: 0, membership_count: 0 } }] },
  },
  {
    name: 'a group is renamed',
    request: [
      'PATCH',
      '/v2/groups/{group}',
      { data: { type: 'groups', id: '{group}', attributes: { name: 'Acme Corp' } } },
    ],
    status: 200,
    answer: { data: { id: '{group}', attributes: { name: 'Acme Corp' } } },
  },
  {
    name: 'a person is created',
    request: ['POST', '/v2/people', { data: { type: 'people', attributes: jane } }],
    status: 201,
    answer: {
      data: {
        type: 'people',
        attributes: {
          ...jane,
          custom_avatar_url: null,
          registration_status: 'not_activated',
          unsubscribed: false,
        },
        links: { self: { methods: ['get', 'put', 'patch', 'delete'] }, teaching: { methods: ['get', 'patch'] } },
        relationships: { partnerships: { data: [{ type: 'partnerships' }] }, school: { data: { type: 'schools' } } },
      },
    },
    keeps: { person: 'data.id' },
  },
  {
    name: 'a person is created again',
    request: ['POST', '/v2/people', { data: { type: 'people', attributes: { ...jane, email: 'Jane@Example.com' } } }],
    status: 200,
    answer: { data: { id: '{person}' } },
  },
  {
    name: 'a learner is created in v1',
    request: ['POST', '/v1/learners', { data: { attributes: { email: 'bob@example.com' } } }],
    status: 201,
    answer: { data: { attributes: { email: 'bob@example.com', unsubscribed: false } } },
    keeps: { learner: 'data.id' },
  },
  {
    name: 'a person is found by email',
    request: ['GET', '/v2/people?filter%5Bemail%5D%5Beq%5D=jane%40example.com'],
    status: 200,
    answer: { data: [{ id: '{person}' }] },
  },
  {
    name: 'people are added to a group, one of them twice',
    request: [
      'POST',
      '/v2/groups/{group}/relationships/people',
      {
        data: [
          { type: 'people', id: '{person}' },
          { type: 'people', id: '{person}' },
          { type: 'people', id: '{learner}' },
        ],
      },
    ],
    status: 204,
  },
  {
    name: 'members are listed',
    request: ['GET', '/v2/groups/{group}/memberships?limit=1'],
    status: 200,
    answer: { data: [{ relationships: { person: { data: { type: 'people', id: '{person}' } } } }] },
  },
  {
    name: 'a page past the end is empty',
    request: ['GET', '/v2/groups/{group}/memberships?page=9'],
    status: 200,
    answer: { links: {}, data: [] },
  },
  {
    name: 'people are removed from a group',
    request: ['DELETE', '/v2/groups/{group}/relationships/people', { data: [{ type: 'people', id: '{learner}' }] }],
    status: 204,
  },
  {
    name: 'many people are put into groups by name',
    request: [
      'POST',
      '/v2/bulk/people',
      { data: { attributes: { people: [{ email: 'ann@example.com', groups: 'Acme Corp' }] } } },
    ],
    status: 202,
  },
  {
    name: 'many memberships are made at once',
    request: [
      'POST',
      '/v2/bulk/people/membership',
      { data: { person_ids: ['{learner}', '{person}'], group_ids: ['{group}'] } },
    ],
    status: 202,
  },
  {
    name: 'all of them are there',
    request: ['GET', '/v2/groups/{group}'],
    status: 200,
    answer: { data: { attributes: { membership_count: 3, memberships_count: 3 } } },
  },
  {
    name: 'a person is changed',
    request: ['PUT', '/v2/people/{person}', { data: { attributes: { ...jane, last_name: 'Roe' } } }],
    status: 200,
    answer: { data: { attributes: { first_name: 'Jane', last_name: 'Roe', full_name: 'Jane Roe' } } },
  },
  {
    name: 'a person is deactivated',
    request: [
      'PATCH',
      '/v2/people/{person}',
      { data: { type: 'people', id: '{person}', attributes: { deactivated: true } } },
    ],
    status: 200,
    answer: { data: { attributes: { disabled: true } } },
  },
  { name: 'a learner is deleted in v1', request: ['DELETE', '/v1/learners/{learner}', {}], status: 204 },
  { name: 'who was deleted is gone', request: ['GET', '/v2/people/{learner}'], status: 404 },
  { name: 'a group is deleted', request: ['DELETE', '/v2/groups/{group}', {}], status: 204 },
  { name: 'a group that is gone is not deleted again', request: ['DELETE', '/v2/groups/{group}', {}], status: 404 },
]
