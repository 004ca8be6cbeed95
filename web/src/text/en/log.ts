/** The provisioning log. */
const kinds: Record<string, string> = {
  provision: 'Provision',
  undo: 'Undo',
  place_order: 'Place an order',
  refund_order: 'Refund an order',
  change_seats: 'Change seats',
  invite: 'Invite',
  accept_invitation: 'Accept an invitation',
  follow_link: 'Follow a link',
  create_key: 'Make a key',
  update_key: 'Change a key',
  revoke_key: 'Revoke a key',
}

const results: Record<string, string> = {
  created: 'Created',
  reused: 'Added to an account',
  already_provisioned: 'Was so already',
  changed: 'Changed',
  unchanged: 'Unchanged',
  recorded: 'Recorded',
  refused: 'Refused',
}

/** Why something was refused; what is not here is told by its code. */
const problems: Record<string, (value: string) => string> = {
  required: () => 'is missing',
  wrong_type: () => 'is of the wrong type',
  malformed: () => 'is no valid email address',
  unreadable_body: () => 'could not be read',
  too_long: value => `is longer than ${value} characters`,
  unknown_course: value => `names no active course: ${value}`,
  unknown_product: value => `names no active product: ${value}`,
  unknown_team: value => `names no team: ${value}`,
  unknown_group: value => `names no group: ${value}`,
  unknown_path: () => 'there is nothing at this address',
  course_ended: value => `names a course whose access has ended for everybody: ${value}`,
  no_seats: value => `is not among the team’s seats: ${value}`,
  no_seats_left: value => `has no seats left: ${value}`,
  no_team: () => 'the person is in no team here',
  not_permitted: () => 'the key or person may not do this',
  organization_not_enabled: () => 'the organization is suspended',
  later_operation: value => `operation ${value} leans on it: undo that one first`,
}

const keyStates: Record<string, string> = {
  unknown: 'the key is not known here',
  mistyped: 'the key has a typing mistake in it',
  revoked: 'the key was revoked',
  expired: 'the key has expired',
  not_allowed_from_here: 'the key may not be used from this address',
}

const plain = (code: string) => code.replaceAll('_', ' ')
const capital = (words: string) => words.charAt(0).toUpperCase() + words.slice(1)

export const log = {
  title: 'Provisioning log',
  about: 'What was asked, by whom, and what became of it. New lines come by themselves.',
  live: 'Live',
  paused: 'Paused',
  pause: 'Pause',
  resume: 'Go on',
  emptyTitle: 'Nothing was asked yet',
  emptyHint:
    'Each call and each change by hand appears here within seconds. The Connect page helps with the first one.',
  connect: 'Connect a tool',
  email: 'Email, the whole address',
  filters: { result: 'Outcome', kind: 'What', actor: 'By', key: 'Key' },
  actors: { key: 'Keys', unknown_key: 'Unknown keys', user: 'People', system: 'Usher itself' },
  columns: {
    what: 'What',
    who: 'Person',
    result: 'Outcome',
    by: 'By',
    at: 'When',
    courses: 'Courses',
    reference: 'Reference',
    source: 'Source',
    took: 'Took',
    ip: 'From',
  },
  kind: (kind: string) => kinds[kind] ?? capital(plain(kind)),
  kinds: Object.entries(kinds).map(([id, name]) => ({ id, name })),
  result: (result: string) => results[result] ?? capital(plain(result)),
  results: Object.entries(results).map(([id, name]) => ({ id, name })),
  problem: (code: string, field: string, value: string) => {
    if (code === 'invalid_key') return capital(keyStates[value] ?? 'the key is not valid')
    const words = problems[code]?.(value) ?? [plain(code), value].filter(Boolean).join(': ')
    return capital([field, words].filter(Boolean).join(' '))
  },
  system: 'Usher',
  unknownKey: (prefix: string) => `Unknown key ${prefix}`,
  asked: 'What was asked',
  refusedTitle: 'Why it was refused',
  changed: 'What it changed',
  nothingChanged: 'It changed nothing.',
  why: (course: string) => `Why ${course}?`,
  undo: 'Undo',
  undoTitle: 'Undo this operation?',
  undoHint:
    'Takes back what it granted and added. What the person had before stays, and mails that went are not unsent.',
  nothingToUndo: 'It was refused: there is nothing to undo.',
  milliseconds: (number: string) => `${number} ms`,
  id: 'Operation',
}
