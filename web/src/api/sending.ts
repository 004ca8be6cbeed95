import type { paths } from './schema.gen.ts'

type Method = 'post' | 'put' | 'patch'

/** The body of an operation; of one that takes many at once, that of one. */
export type Sent<Path extends keyof paths, How extends Method> = paths[Path][How] extends {
  requestBody?: { content: { 'application/json': infer Body } }
}
  ? Exclude<Body, readonly unknown[] | null>
  : never
