/** Which methods an address takes, as the routes declare it: for `OPTIONS`, and for any method that it does not take. */
import type { FastifyReply, FastifyRequest, RouteOptions } from 'fastify'
import { RefusedCall } from './errors/refused-call.ts'

declare module 'fastify' {
  interface FastifyInstance {
    /** The methods that an address takes; none: nothing is there. */
    methodsAt(address: string): readonly string[]
  }
}

export function gatherMethods() {
  const routes: { readonly parts: readonly string[]; readonly methods: readonly string[] }[] = []

  function methodsAt(address: string): readonly string[] {
    const parts = partsOf(address.split('?', 1)[0] as string)
    const methods = routes.flatMap(route => (isLike(route.parts, parts) ? route.methods : []))
    return [...new Set(methods)].sort()
  }

  return {
    methodsAt,

    /** A hook that is to be there before the first route. */
    onRoute({ url, method }: RouteOptions): void {
      routes.push({ parts: partsOf(url), methods: [method].flat() })
    },

    /** An `onRequest` hook that answers `OPTIONS`. */
    onRequest(request: FastifyRequest, reply: FastifyReply, done: () => void): void {
      const methods = request.method === 'OPTIONS' ? methodsAt(request.url) : []
      if (methods.length > 0) reply.code(204).header('allow', methods.join(', ')).send()
      else done()
    },
  }
}

/** For what no route takes. Throws `not_found`, or `method_not_allowed` where there are others. */
export function refuseAddress(request: FastifyRequest, reply: FastifyReply): never {
  const { method, url, server } = request
  const methods = server.methodsAt(url)
  if (methods.length === 0)
    throw new RefusedCall('not_found', `There is nothing at ${method} ${url.split('?')[0]}.`, [
      { code: 'unknown_path', field: '' },
    ])
  reply.header('allow', methods.join(', '))
  throw new RefusedCall('method_not_allowed', `Use ${methods.join(' or ')}.`, [
    { code: 'method_not_allowed', field: '', value: methods[0] },
  ])
}

/** A slash at the end makes no other address. */
function partsOf(address: string): string[] {
  return address.replace(/\/$/, '').split('/')
}

function isLike(pattern: readonly string[], parts: readonly string[]): boolean {
  return pattern.length === parts.length && pattern.every((part, i) => part.startsWith(':') || part === parts[i])
}
