/** A tenant, as the engine needs it. */

/** With single sign-on nobody is mailed a way in: what is given is there when they first come. */
export type SignInMode = 'password' | 'single_sign_on'

export interface Organization {
  readonly id: number
  /** Ids from the root of the tree down to this one. */
  readonly path: readonly number[]
  readonly timeZone: string
  readonly provisioningEnabled: boolean
  /** Since when it, or an organization above it, is suspended. */
  readonly suspendedAt: Date | null
  readonly archivedAt: Date | null
  readonly signInMode: SignInMode
  /** The webhooks that are told what happens in it. */
  readonly listeners: readonly Listener[]
  /** Whether another platform is kept in step with it. */
  readonly isConnected: boolean
}

export interface Listener {
  readonly webhookId: number
  readonly events: readonly string[]
}
