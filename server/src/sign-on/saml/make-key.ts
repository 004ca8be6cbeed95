/**
 * A key of ours, in the envelope that providers want one in: a certificate that nobody signed but itself. Node makes keys but no
 * certificates; of their format (X.509 in DER) it takes no more than this.
 */
import { createSign, generateKeyPair, randomBytes } from 'node:crypto'
import { promisify } from 'node:util'
import type { SigningKey } from './connection.ts'

export interface CertificateWish {
  /** Shown to whoever looks at the certificate. */
  readonly name: string
  readonly notBefore: Date
  readonly notAfter: Date
}

export async function makeKey({ name, notBefore, notAfter }: CertificateWish): Promise<SigningKey> {
  const pair = await promisify(generateKeyPair)('rsa', { modulusLength: 2048 })
  const subject = sequence(der(0x31, sequence(commonName, der(0x0c, Buffer.from(name)))))
  const serial = der(0x02, Buffer.concat([Buffer.of(0x01), randomBytes(15)]))
  const validity = sequence(time(notBefore), time(notAfter))
  const key = pair.publicKey.export({ type: 'spki', format: 'der' })
  const content = sequence(versionThree, serial, sha256WithRsa, subject, validity, subject, key)
  const signature = createSign('sha256').update(content).sign(pair.privateKey)
  const certificate = sequence(content, sha256WithRsa, der(0x03, Buffer.concat([Buffer.of(0), signature])))
  return {
    privateKey: pair.privateKey.export({ type: 'pkcs8', format: 'pem' }) as string,
    certificate: pem(certificate),
  }
}

const versionThree = Buffer.from('a003020102', 'hex')
const commonName = Buffer.from('0603550403', 'hex')
const sha256WithRsa = Buffer.from('300d06092a864886f70d01010b0500', 'hex')

function der(tag: number, content: Buffer): Buffer {
  const { length } = content
  const size = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff]
  return Buffer.concat([Buffer.of(tag, ...size), content])
}

function sequence(...parts: readonly Buffer[]): Buffer {
  return der(0x30, Buffer.concat(parts))
}

/** Until 2049 in two digits of the year, then in four. */
function time(moment: Date): Buffer {
  const digits = moment.toISOString().replace(/[-:T]|\.\d+/g, '')
  return moment.getUTCFullYear() < 2050 ? der(0x17, Buffer.from(digits.slice(2))) : der(0x18, Buffer.from(digits))
}

function pem(bytes: Buffer): string {
  const lines = bytes.toString('base64').match(/.{1,64}/g) ?? []
  return ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n')
}
