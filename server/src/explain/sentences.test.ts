import { describe, expect, test } from 'vitest'
import type { Grant } from '../provisioning/rows/person.ts'
import { effectsOf } from './effects.ts'
import { type ToldGrant, tellGrant } from './tell-grant.ts'
import { type Situation, summarize, whatWouldChange } from './what-would-change.ts'

const at = (date: string) => new Date(`${date}T10:00:00Z`)

describe('how somebody stands to a course, and what would change it', () => {
  const organization = { slug: 'acme-prep', timeZone: 'Asia/Kolkata', isSuspended: false, provisioningEnabled: true }
  const course = { name: 'ielts', displayName: 'IELTS', isArchived: false }
  const enrolled = {
    id: 7,
    status: 'active',
    startsAt: at('2026-12-01'),
    endsAt: at('2027-06-01'),
    hasEnded: false,
    suspendedAt: null,
    isHeld: false,
    membershipSuspended: false,
  } as const
  const expired = { ...enrolled, status: 'expired', hasEnded: true } as const
  const give = 'Provision jane@example.com with the course ielts: POST /api/provision.'
  const extend = 'Extend it: POST /api/enrollments/7/extend.'
  const revoke =
    'To take it away, revoke it whole (POST /api/enrollments/7/revoke), or grant by grant (POST /api/grants/{id}/revoke).'

  test.each<[string, Partial<Situation>, string, string[]]>([
    ['unknown', { isKnown: false, enrollment: null }, 'Nobody with the email jane@example.com is known here.', [give]],
    ['never enrolled', { enrollment: null }, 'Jane Doe was never given IELTS.', [give]],
    [
      'on a waitlist',
      { enrollment: null, waits: [{ kind: 'waitlist', team: 'Evening', product: 'both' }] },
      'Jane Doe was never given IELTS.',
      ['A seat of the team Evening for both that is free: Jane Doe is on the waitlist.', give],
    ],
    [
      'invited',
      { enrollment: null, waits: [{ kind: 'invitation', team: 'Evening', product: 'ielts' }] },
      'Jane Doe was never given IELTS.',
      ['Jane Doe takes up the invitation to the team Evening: a seat for ielts is kept until then.', give],
    ],
    [
      'active',
      { enrollment: enrolled },
      'Jane Doe has IELTS until 1 June 2027, 15:30 GMT+5:30.',
      [`It ends by itself. ${extend}`, revoke],
    ],
    ['active for ever', { enrollment: { ...enrolled, endsAt: null } }, 'Jane Doe has IELTS without an end.', [revoke]],
    [
      'upcoming',
      { enrollment: { ...enrolled, status: 'upcoming' } },
      'Jane Doe does not have IELTS yet: access begins on 1 December 2026, 15:30 GMT+5:30.',
      ['Nothing needs to be done: access begins by itself.', revoke],
    ],
    [
      'suspended',
      { enrollment: { ...enrolled, status: 'suspended', isHeld: true, suspendedAt: at('2026-12-24') } },
      'Jane Doe cannot use IELTS: the access is held since 24 December 2026, 15:30 GMT+5:30.',
      ['Resume it: POST /api/enrollments/7/resume. Until then a provision leaves it as it is.'],
    ],
    [
      'suspended, and over',
      { enrollment: { ...enrolled, status: 'suspended', isHeld: true, suspendedAt: at('2026-12-24'), hasEnded: true } },
      'Jane Doe cannot use IELTS: the access is held since 24 December 2026, 15:30 GMT+5:30.',
      [
        'Resume it: POST /api/enrollments/7/resume. Until then a provision leaves it as it is.',
        `Its time is over as well. ${extend}`,
      ],
    ],
    [
      'expired',
      { enrollment: expired, references: ['wc_1', 'wc_2'] },
      'Jane Doe does not have IELTS any more: access ended on 1 June 2027, 15:30 GMT+5:30.',
      [extend, `${give} With a new reference. One that came before (wc_1, wc_2) changes nothing when it comes again.`],
    ],
    [
      'revoked',
      { enrollment: { ...enrolled, status: 'revoked' } },
      'Jane Doe does not have IELTS any more: it was taken back.',
      [`${give} With a new reference.`],
    ],
    [
      'completed',
      { enrollment: { ...enrolled, status: 'completed' } },
      'Jane Doe is through with IELTS: access runs on, until 1 June 2027, 15:30 GMT+5:30.',
      [`It ends by itself. ${extend}`, revoke],
    ],
    [
      'completed, and over',
      { enrollment: { ...enrolled, status: 'completed', hasEnded: true } },
      'Jane Doe is through with IELTS: access ended on 1 June 2027, 15:30 GMT+5:30.',
      [extend, `${give} With a new reference.`],
    ],
    [
      'never enrolled, with everything in the way',
      {
        enrollment: null,
        course: { ...course, isArchived: true },
        organization: { ...organization, isSuspended: true, provisioningEnabled: false },
      },
      'Jane Doe was never given IELTS.',
      [
        give,
        'But acme-prep, or an organization above it, is suspended: it is to be resumed first.',
        'But provisioning is switched off for acme-prep: it is to be switched on first.',
        'But ielts is archived: nobody is given it any more.',
      ],
    ],
  ])('%s', (_, changes, summary, sentences) => {
    const situation: Situation = {
      email: 'jane@example.com',
      person: 'Jane Doe',
      isKnown: true,
      course,
      organization,
      enrollment: enrolled,
      references: [],
      waits: [],
      ...changes,
    }
    expect(summarize(situation)).toBe(summary)
    expect(whatWouldChange(situation).map(({ sentence }) => sentence)).toEqual(sentences)
  })
})

describe('a grant in a sentence', () => {
  const shop = { kind: 'apiKey', name: 'Shop', prefix: 'usher_ab12', impersonated_by: null } as const
  const told: ToldGrant = {
    source: 'api',
    origin: null,
    reference: null,
    file: null,
    period: { months: 6, days: null, until: null },
    timeZone: 'UTC',
    granted: { at: at('2026-12-01'), author: shop },
    gives: { from: at('2026-12-01'), until: at('2027-06-01') },
    revoked: null,
  }
  const start = 'Given on 1 December 2026, 10:00 UTC'
  const six = '6 months, from 1 December 2026, 10:00 UTC until 1 June 2027, 10:00 UTC.'
  const byShop = 'by the key "Shop" (usher_ab12…)'
  const from = (kind: ToldGrant['source'], name: string | null, product: string | null = null) => ({
    source: kind,
    origin: { kind, id: 1, name, product },
  })

  test.each<[string, Partial<ToldGrant>, string]>([
    ['a call', { reference: 'wc_1' }, `${start} by a call, ${byShop}, reference wc_1: ${six}`],
    [
      'an import',
      {
        source: 'import',
        file: 'students.csv',
        granted: { at: at('2026-12-01'), author: { kind: 'system', name: null, prefix: null, impersonated_by: null } },
      },
      `${start} by the import of students.csv, by Usher itself: ${six}`,
    ],
    ['an extension', { source: 'person' }, `${start} as an extension, ${byShop}: ${six}`],
    ['a seat', from('seat', 'Evening', 'both'), `${start} with a seat of the team Evening for both, ${byShop}: ${six}`],
    ['a group', from('group', 'Readers'), `${start} by the group Readers, ${byShop}: ${six}`],
    ['an order', from('order', 'PO-7', 'ielts'), `${start} by the order PO-7 for ielts, ${byShop}: ${six}`],
    ['a link', from('link', 'Open day'), `${start} by the link Open day, ${byShop}: ${six}`],
    [
      'an invitation',
      from('invitation', 'Evening'),
      `${start} by an invitation to the team Evening, ${byShop}: ${six}`,
    ],
    [
      'somebody whom the reader may not know',
      {
        granted: { at: at('2026-12-01'), author: { kind: 'apiKey', name: null, prefix: null, impersonated_by: null } },
      },
      `${start} by a call, by a key of an organization above: ${six}`,
    ],
    [
      'for ever',
      { period: { months: null, days: null, until: null }, gives: { from: at('2026-12-01'), until: null } },
      `${start} by a call, ${byShop}: for ever, from 1 December 2026, 10:00 UTC without an end.`,
    ],
    [
      'nothing added',
      { period: { months: null, days: 1, until: null }, gives: null },
      `${start} by a call, ${byShop}: 1 day, which adds nothing to what there was.`,
    ],
    [
      'revoked',
      {
        gives: null,
        revoked: {
          at: at('2026-12-05'),
          author: { kind: 'user', name: 'ann@example.com', prefix: null, impersonated_by: null },
          reason: 'Refund',
        },
      },
      `${start} by a call, ${byShop}: 6 months. Revoked on 5 December 2026, 10:00 UTC by ann@example.com: Refund.`,
    ],
  ])('%s', (_, changes, sentence) => {
    expect(tellGrant({ ...told, ...changes }, 'an organization above')).toBe(sentence)
  })
})

describe('what each grant adds', () => {
  test.each<[string, Partial<Grant>[], ([string, string | null] | null)[]]>([
    [
      'the first and a renewal',
      [{ months: 6 }, { startsAt: at('2027-05-01'), months: 6 }],
      [
        ['2026-12-01', '2027-06-01'],
        ['2027-06-01', '2027-12-01'],
      ],
    ],
    [
      'a gap between',
      [{ months: 1 }, { startsAt: at('2027-05-01'), months: 1 }],
      [
        ['2026-12-01', '2027-01-01'],
        ['2027-05-01', '2027-06-01'],
      ],
    ],
    [
      'the shorter of two beside one another',
      [{ months: 6 }, { startsAt: at('2026-12-02'), months: 1, renewal: 'longest' }],
      [['2026-12-01', '2027-06-01'], null],
    ],
    [
      'begun anew',
      [{ months: 6 }, { startsAt: at('2026-12-11'), months: 1, renewal: 'replace' }],
      [
        ['2026-12-01', '2027-06-01'],
        ['2026-12-11', '2027-01-11'],
      ],
    ],
    ['for ever, then more', [{}, { startsAt: at('2026-12-11'), months: 1 }], [['2026-12-01', null], null]],
    [
      'one revoked: the next stands on its own',
      [
        { months: 6, revokedAt: at('2026-12-05') },
        { startsAt: at('2026-12-03'), months: 1 },
      ],
      [null, ['2026-12-03', '2027-01-03']],
    ],
  ])('%s', (_, grants, expected) => {
    const effects = effectsOf(grants.map((changes, index) => grant(index + 1, changes)))
    expect(grants.map((_, index) => effects.get(index + 1) ?? null)).toEqual(
      expected.map(effect => effect && { from: at(effect[0]), until: effect[1] === null ? null : at(effect[1]) }),
    )
  })
})

function grant(id: number, changes: Partial<Grant>): Grant {
  const period = { months: null, days: null, until: null }
  const notRevoked = { revokedAt: null, revokedReason: null, revokedOperationId: null }
  const belongs = { userId: 1, courseId: 1, organizationId: 1, operationId: 1, source: 'api', originId: null } as const
  const terms = { reference: null, startsAt: at('2026-12-01'), timeZone: 'UTC', renewal: 'extend' } as const
  return { id, ...belongs, ...period, ...terms, ...notRevoked, ...changes }
}
