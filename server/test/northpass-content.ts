/** As northpass-exchanges.ts: courses, who is in them, and what is kept about them. */
import type { Exchange } from './northpass-exchanges.ts'

export const contentExchanges: readonly Exchange[] = [
  {
    name: 'courses are filtered by name',
    request: ['GET', '/v2/courses?filter%5Bname%5D=ielts'],
    status: 200,
    answer: {
      links: {},
      data: [
        {
          type: 'courses',
          attributes: { name: 'IELTS', status: 'live', ribbon: null, dependent_course_names: [] },
          links: { self: { meta: { methods: ['get'] } }, enroll: { meta: { methods: ['get'] } } },
          relationships: { categories: { data: [] }, instructor_partnerships: { data: [] } },
        },
      ],
    },
    keeps: { course: 'data.0.id', permalink: 'data.0.attributes.permalink' },
  },
  {
    name: 'published courses, many a page',
    request: ['GET', '/v2/courses?filter[published][eq]=true&q=gre&limit=500'],
    status: 200,
    answer: { data: [{ attributes: { name: 'GRE' } }] },
  },
  {
    name: 'live courses by a list of one',
    request: ['GET', '/v2/courses?filter[status][in][]=live&filter[name][not_cont]=G&page=1&limit=50'],
    status: 200,
    answer: { data: [{ id: '{course}' }, { attributes: { name: 'PTE Academic' } }] },
  },
  {
    name: 'a course is retrieved',
    request: ['GET', '/v2/courses/{course}'],
    status: 200,
    answer: { data: { id: '{course}', attributes: { permalink: '{permalink}', enrollments_count: 0 } } },
  },
  {
    name: 'a course of v1 is retrieved by its permalink',
    request: ['GET', '/v1/courses/{permalink}'],
    status: 200,
    answer: { data: { id: '{course}', attributes: { course_enrollment_link: null } } },
  },
  {
    name: 'a course that is not there',
    request: ['GET', '/v2/courses/071e0fd0-38cb-43f0-85d5-ff3f9519a826'],
    status: 404,
  },
  {
    name: 'someone is put into a group',
    request: [
      'POST',
      '/v2/bulk/people',
      { data: { attributes: { people: [{ email: 'lea@example.com', groups: 'Readers' }] } } },
    ],
    status: 202,
  },
  {
    name: 'the group is found',
    request: ['GET', '/v2/groups?filter[name][eq]=Readers'],
    status: 200,
    keeps: { readers: 'data.0.id' },
  },
  {
    name: 'the person is found',
    request: ['GET', '/v2/people?filter[email][eq]=lea@example.com'],
    status: 200,
    keeps: { lea: 'data.0.id' },
  },
  {
    name: 'of who has nothing there is no transcript',
    request: ['GET', '/v2/transcripts/{lea}'],
    status: 404,
    answer: { errors: [{ status: '404', title: 'Not Found', source: {} }] },
  },
  {
    name: 'courses are added to a group',
    request: ['POST', '/v2/groups/{readers}/relationships/courses', { data: [{ type: 'courses', id: '{course}' }] }],
    status: 204,
  },
  {
    name: 'courses of a group',
    request: ['GET', '/v2/groups/{readers}/courses'],
    status: 200,
    answer: { data: [{ id: '{course}', attributes: { enrollments_count: 1 } }] },
  },
  {
    name: 'enrollments of a course',
    request: ['GET', '/v2/courses/{course}/enrollments?filter[enrolled_at][gteq]=2020-03-31T17:15:17Z'],
    status: 200,
    answer: {
      data: [
        {
          attributes: { person_id: '{lea}', course_id: '{course}', progress: 0, last_active_on: null },
          relationships: { person: { data: { type: 'people', id: '{lea}' } } },
        },
      ],
    },
  },
  {
    name: 'a transcript',
    request: ['GET', '/v2/transcripts/{lea}?limit=50'],
    status: 200,
    answer: {
      data: [
        {
          attributes: {
            resource_id: '{course}',
            resource_type: 'course',
            name: 'IELTS',
            progress_status: 'enrolled',
            progress: 0,
            started_at: null,
            completed_at: null,
            last_active_at: null,
            attempt_number: 1,
            version_number: 1,
          },
        },
      ],
    },
  },
  {
    name: 'the second page of a transcript',
    request: ['GET', '/v2/transcripts/{lea}?page[number]=2'],
    status: 200,
    answer: { links: {}, data: [] },
  },
  {
    name: 'the school',
    request: ['GET', '/v2/properties/school'],
    status: 200,
    answer: { data: { attributes: { properties: { name: 'Acme Prep' } } } },
  },
  {
    name: 'properties of all courses',
    request: ['GET', '/v2/properties/courses?page=1&limit=1'],
    status: 200,
    answer: { links: {}, data: [{ id: '{course}', attributes: { properties: { name: 'IELTS' } } }] },
  },
  {
    name: 'properties of one course',
    request: ['GET', '/v2/properties/courses/{course}'],
    status: 200,
    answer: { data: { attributes: { properties: { id: '{course}', name: 'IELTS' } } } },
  },
  { name: 'a category that is not there', request: ['GET', '/v2/categories/{course}'], status: 404 },
  {
    name: 'learning paths, where there are none',
    request: ['GET', '/v2/learning-paths'],
    status: 200,
    answer: { links: {}, data: [] },
  },
  {
    name: 'submissions, of which there are none',
    request: ['GET', '/v2/assignment-submissions'],
    status: 200,
    answer: { links: {}, data: [] },
  },
  {
    name: 'activities of a course',
    request: ['GET', '/v2/courses/{course}/activities?page=2'],
    status: 200,
    answer: { data: [] },
  },
  { name: 'coupons in v1', request: ['GET', '/v1/coupons?filter[code]=x'], status: 200, answer: { data: [] } },
  { name: 'an attempt that is not there', request: ['GET', '/v2/quiz_attempts/{course}/answers'], status: 404 },
  {
    name: 'who is in which group',
    request: ['GET', '/v1/memberships?filter[person_id]={lea}'],
    status: 200,
    answer: { data: [{ type: 'memberships' }] },
  },
  {
    name: 'groups by name',
    request: [
      'POST',
      '/v2/bulk/groups',
      { data: { attributes: { groups: [{ name: 'Writers' }, { name: 'READERS' }] } } },
    ],
    status: 202,
  },
  {
    name: 'the new one is found',
    request: ['GET', '/v2/groups?filter[name][eq]=Writers'],
    status: 200,
    keeps: { writers: 'data.0.id' },
  },
  {
    name: 'one person into a group, as it was done before',
    request: ['POST', '/v2/groups/{writers}/people', { person_id: '{lea}' }],
    status: 204,
  },
  {
    name: 'people of a group',
    request: ['GET', '/v2/groups/{writers}/people'],
    status: 200,
    answer: { data: [{ type: 'people', id: '{lea}', attributes: { email: 'lea@example.com' } }] },
  },
  { name: 'one person out of it', request: ['DELETE', '/v2/groups/{writers}/people/{lea}', {}], status: 204 },
  {
    name: 'a transcript by the person',
    request: ['GET', '/v2/people/{lea}/transcript'],
    status: 200,
    answer: { data: [{ attributes: { resource_id: '{course}' } }] },
  },
  {
    name: 'templates are not taken',
    request: ['POST', '/v2/custom_templates', { custom_template: { name: 'Home', body: '<p></p>' } }],
    status: 501,
    answer: { errors: [{ status: '501', title: 'Not Implemented' }] },
  },
]
