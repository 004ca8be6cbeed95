/** Which platforms there are, and how each is opened. */
import type { GuardedFetch } from '../lib/network/guarded-fetch.ts'
import type { Platform } from './platform.ts'

export const connectionKinds = ['thinkific'] as const
export type ConnectionKind = (typeof connectionKinds)[number]

export const directions = ['out', 'in', 'both'] as const
export type Direction = (typeof directions)[number]

/** As it is sealed. */
export interface Secrets {
  readonly apiKey: string
  readonly webhookSecret: string | null
}

export interface Opening {
  readonly settings: unknown
  readonly secrets: Secrets
  readonly fetch: GuardedFetch['fetch']
  readonly permit: () => Promise<void>
  readonly now: () => Date
}

export type OpenPlatform = (opening: Opening) => Platform
export type Platforms = Readonly<Record<ConnectionKind, OpenPlatform>>
