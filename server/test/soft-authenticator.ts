/** An authenticator of keys in memory, which says what it is told to say: what honest ones say, and what none would. */
import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto'
import { isoCBOR } from '@simplewebauthn/server/helpers'

interface Asked {
  readonly challenge: string
}
interface AskedToMake extends Asked {
  readonly user: { readonly id: string }
}

/** What is said in place of what is true. */
export interface Said {
  readonly origin?: string
  readonly rpId?: string
  readonly challenge?: string
  readonly type?: string
  readonly crossOrigin?: boolean
  readonly counter?: number
  readonly isPresent?: boolean
  readonly isVerified?: boolean
  readonly isSynced?: boolean
  readonly id?: string
  readonly userHandle?: string | null
  /** Of another credential, that is. */
  readonly privateKey?: KeyObject
  readonly algorithm?: number
  /** In place of nothing: by the key itself, by a certificate, or as nobody does. */
  readonly attestation?: 'self' | 'certificate' | 'other'
  /** After it was signed. */
  readonly spoil?: (authenticatorData: Buffer) => void
}

export class SoftAuthenticator {
  readonly id = randomBytes(16).toString('base64url')
  readonly #site: { readonly origin: string; readonly rpId: string }
  readonly #keys = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  /** Synced ones count nothing. */
  counter = 0
  userHandle: string | null = null

  constructor(origin: string) {
    this.#site = { origin, rpId: new URL(origin).hostname }
  }

  get privateKey(): KeyObject {
    return this.#keys.privateKey
  }

  make(asked: AskedToMake, said: Said = {}) {
    this.userHandle = asked.user.id
    const { x = '', y = '' } = this.#keys.publicKey.export({ format: 'jwk' })
    const key = new Map<number, number | Uint8Array>([
      [1, 2],
      [3, said.algorithm ?? -7],
      [-1, 1],
      [-2, bytes(x)],
      [-3, bytes(y)],
    ])
    const id = bytes(said.id ?? this.id)
    const length = Buffer.alloc(2)
    length.writeUInt16BE(id.length)
    const attested = Buffer.concat([Buffer.alloc(16), length, id, isoCBOR.encode(key)])
    const authData = this.#data(said, attested)
    const clientData = this.#clientData('webauthn.create', asked, said)
    const { fmt, attStmt } = this.#attest(said, { authData, clientData, id, point: [bytes(x), bytes(y)] })
    const attestation = new Map<string, unknown>([
      ['fmt', fmt],
      ['attStmt', attStmt],
      ['authData', new Uint8Array(authData)],
    ])
    return {
      ...this.#credential(said),
      response: {
        clientDataJSON: clientData.toString('base64url'),
        attestationObject: Buffer.from(isoCBOR.encode(attestation as never)).toString('base64url'),
        transports: ['internal', 'hybrid'],
      },
    }
  }

  sign(asked: Asked, said: Said = {}) {
    const clientData = this.#clientData('webauthn.get', asked, said)
    const authenticatorData = this.#data(said)
    const signed = Buffer.concat([authenticatorData, createHash('sha256').update(clientData).digest()])
    const signature = sign('sha256', signed, said.privateKey ?? this.privateKey)
    said.spoil?.(authenticatorData)
    return {
      ...this.#credential(said),
      response: {
        clientDataJSON: clientData.toString('base64url'),
        authenticatorData: authenticatorData.toString('base64url'),
        signature: signature.toString('base64url'),
        userHandle: said.userHandle === undefined ? this.userHandle : said.userHandle,
      },
    }
  }

  #attest(
    { attestation, rpId = this.#site.rpId }: Said,
    { authData, clientData, id, point }: { authData: Buffer; clientData: Buffer; id: Uint8Array; point: Uint8Array[] },
  ): { fmt: string; attStmt: Map<string, unknown> } {
    const hash = createHash('sha256').update(clientData).digest()
    const signed = (parts: readonly Uint8Array[]) =>
      new Uint8Array(sign('sha256', Buffer.concat(parts), this.privateKey))
    if (attestation === 'self') {
      const attStmt = new Map<string, unknown>([
        ['alg', -7],
        ['sig', signed([authData, hash])],
      ])
      return { fmt: 'packed', attStmt }
    }
    if (attestation === 'certificate') {
      const site = createHash('sha256').update(rpId).digest()
      const sig = signed([Buffer.of(0), site, hash, id, Buffer.of(4), ...point])
      const attStmt = new Map<string, unknown>([
        ['x5c', [new Uint8Array(this.#certificate())]],
        ['sig', sig],
      ])
      return { fmt: 'fido-u2f', attStmt }
    }
    return { fmt: attestation ?? 'none', attStmt: new Map() }
  }

  /** Of its own key, signed by nobody: only its form is looked at. */
  #certificate(): Buffer {
    const der = (tag: number, ...parts: Buffer[]) => {
      const content = Buffer.concat(parts)
      return Buffer.concat([Buffer.of(tag, 0x82, content.length >> 8, content.length & 255), content])
    }
    const algorithm = der(0x30, Buffer.from('06082a8648ce3d040302', 'hex'))
    const time = (text: string) => der(0x17, Buffer.from(text))
    const key = this.#keys.publicKey.export({ format: 'der', type: 'spki' })
    const validity = der(0x30, time('260101000000Z'), time('360101000000Z'))
    const said = der(0x30, der(2, Buffer.of(1)), algorithm, der(0x30), validity, der(0x30), key)
    return der(0x30, said, algorithm, der(3, Buffer.of(0)))
  }

  #credential(said: Said) {
    const id = said.id ?? this.id
    return { id, rawId: id, type: 'public-key', clientExtensionResults: {} }
  }

  #clientData(type: string, asked: Asked, said: Said): Buffer {
    const { origin } = this.#site
    const { challenge } = asked
    const told = { type, challenge, origin, crossOrigin: false }
    const { type: t = type, challenge: c = challenge, origin: o = origin, crossOrigin = false } = said
    return Buffer.from(JSON.stringify({ ...told, type: t, challenge: c, origin: o, crossOrigin }))
  }

  #data(
    { rpId = this.#site.rpId, counter = this.counter, isPresent = true, isVerified = true, isSynced = false }: Said,
    attested = Buffer.alloc(0),
  ): Buffer {
    const synced = isSynced ? 0x18 : 0
    const flags = Number(isPresent) | (Number(isVerified) << 2) | synced | (Number(attested.length > 0) << 6)
    const count = Buffer.alloc(4)
    count.writeUInt32BE(counter)
    return Buffer.concat([createHash('sha256').update(rpId).digest(), Buffer.from([flags]), count, attested])
  }
}

function bytes(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(text, 'base64url'))
}
