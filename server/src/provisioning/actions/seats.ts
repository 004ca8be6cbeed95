/** Seats of teams: more of them, other terms, to another team, to somebody and back. */
import { readPeriod, type SentPeriod } from '../../lib/access-rule.ts'
import type { MoveSeatsIntent, ReleaseIntent, SeatsIntent } from '../intents/place.ts'
import type { ProvisionIntent } from '../intents/provision.ts'
import { type Name, notThere, notValid, type Rule } from './action.ts'

interface Seats {
  readonly seats: number
}

interface AddSeats extends Pick<SeatsIntent, 'reference'> {
  readonly team: number
  readonly product: string
  readonly quantity: number
}

/** Number and terms change together, or not at all. */
interface ChangeSeats extends Seats, Pick<SeatsIntent, 'ifMatch'> {
  /** How many there are to be. */
  readonly quantity?: number
  readonly reclaim?: SeatsIntent['reclaim']
  readonly access?: SentPeriod
  readonly waitlist?: boolean
}

interface RemoveSeats extends Seats, Pick<SeatsIntent, 'ifMatch'> {}

interface MoveSeats extends Seats, Pick<MoveSeatsIntent, 'quantity' | 'reference'> {
  readonly toTeam: number
}

interface SeatOfUser extends Seats {
  readonly user: number
}

interface GiveSeat extends SeatOfUser, Pick<ProvisionIntent, 'welcome'> {}

const ofSeats = ({ seats }: Seats): Name<'seats'> => ['seats', seats]
const usersOf = ({ user }: SeatOfUser) => [user]

const addSeats: Rule<AddSeats, 'team', SeatsIntent> = {
  kind: 'change_seats',
  permission: 'seats.create',
  of: ({ team }) => ['team', team],
  intent: ({ team: teamId, product, quantity, reference }) => {
    return { teamId, product, change: { add: quantity }, reclaim: null, reference }
  },
}

const changeSeats: Rule<ChangeSeats, 'seats', SeatsIntent> = {
  kind: 'change_seats',
  permission: 'seats.edit',
  of: ofSeats,
  intent: ({ quantity, reclaim, access, waitlist, ifMatch }, { thing, caller }) => {
    // How long access lasts that was sold from above is for its seller to say.
    if (access !== undefined && !thing.sellerPath.includes(caller.organization.id))
      return { problems: [{ code: 'sellers_terms', field: 'access' }] }
    const { period, problems } = readPeriod(access ?? null, thing.timeZone, caller.by.receivedAt)
    const isAlone = reclaim !== undefined && quantity === undefined
    const wrong = notValid({ ...problems, reclaim: isAlone ? 'goes with quantity' : null })
    if (wrong) return wrong
    return {
      teamId: thing.teamId,
      product: thing.productId,
      change: quantity === undefined ? { add: 0 } : { to: quantity },
      reclaim: reclaim ?? null,
      terms: {
        ...(access !== undefined && { ownPeriod: access && period }),
        ...(waitlist !== undefined && { waitlist }),
      },
      ifMatch,
      reference: null,
    }
  },
}

/** The allocation stays, with none in it. */
const removeSeats: Rule<RemoveSeats, 'seats', SeatsIntent> = {
  kind: 'change_seats',
  permission: 'seats.delete',
  of: ofSeats,
  intent: ({ ifMatch }, { thing }) => {
    const none = { change: { to: 0 }, reclaim: null, reference: null }
    return { teamId: thing.teamId, product: thing.productId, ...none, ifMatch }
  },
}

const moveSeats: Rule<MoveSeats, 'seats', MoveSeatsIntent> = {
  kind: 'move_seats',
  permission: 'seats.edit',
  inTeams: true,
  of: ofSeats,
  also: ({ toTeam }) => [['team', toTeam]],
  intent: ({ toTeam: toTeamId, quantity, reference }, { thing }) => {
    return { fromTeamId: thing.teamId, toTeamId, product: thing.productId, quantity, reference }
  },
}

/** To somebody of the team. */
const giveSeat: Rule<GiveSeat, 'seats', ProvisionIntent> = {
  kind: 'provision',
  permission: 'enrollments.create',
  inTeams: true,
  of: ofSeats,
  users: usersOf,
  intent: ({ user, welcome }, { thing, found }) => {
    const person = found.person(thing.organizationId, user)
    if (!person?.teamIds.includes(thing.teamId)) return notThere('user', user)
    return {
      ...{ email: person.email, firstName: '', lastName: null, courses: [], products: [thing.product] },
      ...{ access: null, reference: null, team: { strategy: 'specific', team: thing.teamId }, from: 'seats' },
      ...{ grantSource: 'api', welcome },
    }
  },
}

const releaseSeat: Rule<SeatOfUser, 'seats', ReleaseIntent> = {
  kind: 'release_seat',
  permission: 'seats.edit',
  inTeams: true,
  of: ofSeats,
  users: usersOf,
  intent: ({ user }, { thing, found }) => {
    const person = found.person(thing.organizationId, user)
    if (!person) return notThere('user', user)
    return { teamId: thing.teamId, product: thing.productId, email: person.email }
  },
}

export const seatActions = {
  add_seats: addSeats,
  change_seats: changeSeats,
  remove_seats: removeSeats,
  move_seats: moveSeats,
  give_seat: giveSeat,
  release_seat: releaseSeat,
} as const
