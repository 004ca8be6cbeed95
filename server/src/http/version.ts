/** `Usher-Version`: which version of the API a caller speaks. Said with each answer; asked for by the key, or by the header. */
import type { FastifyReply, FastifyRequest } from 'fastify'
import { apiVersions, newestApiVersion } from '../lib/api-versions.ts'
import { Refusal } from '../lib/refusal.ts'

const header = 'usher-version'

/** For the whole server: what no key decides is answered in the newest version. */
export function nameVersion(request: FastifyRequest, reply: FastifyReply, done: () => void): void {
  if (request.url.startsWith('/api/')) reply.header(header, newestApiVersion)
  done()
}

/** For a caller with a key. Throws `unknown_version`. */
export function agreeOnVersion(
  request: FastifyRequest,
  reply: FastifyReply,
  { apiVersion }: { apiVersion: string },
): void {
  const asked = request.headers[header]
  const version = asked === undefined ? apiVersion : String(asked)
  if (!apiVersions.includes(version))
    throw new Refusal(
      'unknown_version',
      `There is no version ${version.slice(0, 20)}: the newest is ${newestApiVersion}.`,
    )
  reply.header(header, version)
}
