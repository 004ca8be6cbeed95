/** One call does all: account, membership, team, groups, seats, courses and mail; all of it, or, with a problem, nothing. */
import type { EnrollmentOutcome, ProvisionedOutcome, SeatsOutcome } from '../../intents/outcome.ts'
import type { Problem } from '../../intents/problem.ts'
import type { ProvisionIntent } from '../../intents/provision.ts'
import type { Product } from '../../rows/course.ts'
import type { Organization } from '../../rows/organization.ts'
import type { Team } from '../../rows/place.ts'
import type { Draft } from '../draft.ts'
import { enrol, type Grounds } from '../enrollment.ts'
import { findGroup, joinGroup, newGroup } from '../groups/group.ts'
import {
  addSeats,
  claimSeat,
  countSeats,
  coursesOf,
  enrolByClaim,
  findSeat,
  findSeatWith,
  getProduct,
  seatNext,
} from '../seats/seats.ts'
import { chooseTeam, findMember, joinTeam } from '../teams/team.ts'
import { addPerson, heldSince, mailPerson } from './person.ts'
import { findWanted, giftOf, type Wanted } from './wanted.ts'

export type Provisioned = Omit<ProvisionedOutcome, 'operationId'>

/** Where it all hangs. */
interface ProvisionFrame {
  readonly draft: Draft
  readonly intent: ProvisionIntent
  readonly organization: Organization
  readonly userId: number
  readonly team: Team | null
}

/** The outcome, or what is wrong: then the caller takes back what was begun. */
export function provision(
  draft: Draft,
  intent: ProvisionIntent,
): Provisioned | { readonly problems: readonly Problem[] } {
  const organization = draft.organization(intent.call.organizationId)
  if (!organization?.provisioningEnabled || organization.suspendedAt)
    return { problems: [{ code: 'organization_not_enabled', field: '' }] }
  const chosen = chooseTeamOf(draft, intent, organization)
  const chosenTeam = chosen && 'team' in chosen ? chosen.team : null
  const { wanted, problems } = findWanted(draft, intent, organization, chosenTeam)
  if (chosen && 'code' in chosen) problems.push(chosen)
  if (problems.length > 0) return { problems }

  const person = addPerson(draft, intent, organization)
  const team = chosen && 'team' in chosen ? chosen : null
  const frame: ProvisionFrame = { draft, intent, organization, userId: person.userId, team: team?.team ?? null }
  const before = team && findMember(draft, team.team.id, person.userId)?.role
  const isOther = intent.teamRole !== undefined && intent.teamRole !== before
  if (isOther && before && intent.rolesBeyond?.includes(before))
    return { problems: [{ code: 'not_permitted', field: 'team.role' }] }
  const isNew =
    team !== null &&
    joinTeam(draft, team.team, { user: { id: person.userId, email: intent.email }, role: intent.teamRole })
  const seats = team ? wanted.seats.map(({ product, quantity }) => addTo(frame, team.team, product, quantity)) : []
  const groups = (intent.groups ?? []).map(which => enterGroup(frame, which))
  const given = giveAll(frame, wanted)
  if (given.problems.length > 0) return { problems: given.problems }

  const enrollments = [...given.enrollments, ...groups.flatMap(group => group.enrollments)]
  const changed = [
    person.created || person.joined || isNew || team?.created,
    enrollments.some(enrollment => !enrollment.unchanged),
    seats.some(({ added }) => added > 0),
    groups.some(({ joined }) => joined),
  ].some(Boolean)
  if (changed) person.correctName(intent.call)
  if (intent.profile) draft.profiles.push({ userId: person.userId, organizationId: organization.id, ...intent.profile })
  const { userId } = person
  const welcome = intent.welcome && changed
  const passwordLinkId = mailPerson(draft, person, { organization, welcome })
  const membershipSuspended = heldSince(draft, userId, organization.id) !== null
  return {
    result: person.created ? 'created' : changed ? 'reused' : 'already_provisioned',
    userId,
    ...(person.email !== intent.email && { email: person.email }),
    enrollments,
    // Not what tells somebody of a new course who signs in elsewhere: it is no way in.
    mailQueued: welcome && organization.signInMode === 'password' && !membershipSuspended,
    membershipSuspended,
    passwordLinkId,
    team: team && { id: team.team.id, name: team.team.name, created: team.created, joined: isNew },
    groups: groups.map(({ enrollments: _, ...group }) => group),
    seats: seats.map(outcome => ({ ...outcome, ...countNow(draft, outcome) })),
    waitingFor: given.waitingFor,
  }
}

function chooseTeamOf(draft: Draft, intent: ProvisionIntent, organization: Organization) {
  if (!intent.team) return null
  const userId = draft.users.get(intent.email)?.id
  const defaultName = `${intent.firstName} ${intent.lastName ?? ''}`.trim()
  const { reference } = intent
  return chooseTeam(draft, intent.team, { organization, userId, reference, defaultName })
}

/** Whoever waits comes first. */
function addTo(frame: ProvisionFrame, team: Team, product: Product, quantity: number): SeatsOutcome {
  const { draft, intent, organization } = frame
  const reference = intent.seatsReference ?? null
  const outcome = addSeats(draft, team, product, { quantity, reference, orderLineId: null })
  const seat = findSeat(draft, team.id, product.id)
  if (seat) seatNext(draft, seat, organization)
  return outcome
}

function enterGroup({ draft, organization, userId }: ProvisionFrame, which: number | string) {
  const found = findGroup(draft, organization.id, which)
  const group = found ?? newGroup(draft, String(which), organization)
  const entered = joinGroup(draft, group, userId, organization)
  return { id: group.id, name: group.name, created: found === undefined, ...entered }
}

/** After what was claimed too. */
function countNow(draft: Draft, { teamId, seatId }: SeatsOutcome): { quantity?: number; used?: number } {
  const seat = draft.seats.get(teamId).find(({ id }) => id === seatId)
  if (!seat) return {}
  const { quantity, used } = countSeats(draft, seat)
  return { quantity, used }
}

/** From the team's seats where it has them, else directly; as the intent insists. */
function giveAll(frame: ProvisionFrame, { courses, products }: Wanted) {
  const enrollments: EnrollmentOutcome[] = []
  const waitingFor: string[] = []
  const problems: Problem[] = []
  const gifts = [
    ...courses.map(course => ({
      name: course.name,
      field: 'courses',
      seat: frame.team ? findSeatWith(frame.draft, frame.team.id, course) : undefined,
      courses: [course],
      product: null,
    })),
    ...everySeat(frame),
    ...products.map(product => ({
      name: product.name,
      field: 'products',
      seat: frame.team ? findSeat(frame.draft, frame.team.id, product.id) : undefined,
      courses: coursesOf(frame.draft, product),
      product,
    })),
  ]
  for (const { name, field, seat, courses, product } of gifts) {
    const { from } = frame.intent
    if (seat && from !== 'direct') {
      const claim = claimSeat(frame.draft, seat, frame)
      if (claim === 'waiting') waitingFor.push(name)
      else if (claim === 'none_left') problems.push({ code: 'no_seats_left', field, value: name })
      else enrollments.push(...enrolByClaim(frame.draft, claim, seat, frame.organization))
    } else if (from === 'seats') problems.push({ code: 'no_seats', field, value: name })
    else enrollments.push(...courses.map(course => enrol(frame.draft, course, directGrounds(frame, product))))
  }
  return { enrollments, waitingFor, problems }
}

function everySeat({ draft, intent, team }: ProvisionFrame) {
  const seats = intent.everySeat && team ? draft.seats.get(team.id) : []
  return seats
    .filter(seat => countSeats(draft, seat).quantity > 0)
    .map(seat => ({ seat, product: getProduct(draft, seat.productId) }))
    .filter(({ product }) => product.archivedAt === null)
    .map(({ seat, product }) => ({ name: product.name, field: 'team', seat, courses: [], product: null }))
}

function directGrounds({ intent, organization, userId }: ProvisionFrame, product: Product | null): Grounds {
  // A link is followed by who has the course already, too: beside what the learner has, not on top of it.
  const renewal = intent.grantSource === 'link' ? 'longest' : (product?.renewal ?? null)
  return { userId, organization, ...giftOf(intent, product), renewal }
}
