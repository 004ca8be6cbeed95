/** A line a page: its address, what that may say after its question mark, and its component, which is loaded when it is first visited. */
import { type AnyRoute, createRoute, lazyRouteComponent } from '@tanstack/react-router'
import type { Address } from '../address/address.ts'
import { ApiError } from '../api/errors.ts'
import { isServerThere } from '../api/is-server-there.ts'

/** Pages within the frame of an area. */
export const pagesIn =
  <Frame extends AnyRoute>(getParentRoute: () => Frame) =>
  <const Path extends string, Name extends string, Key extends string, Module extends Record<Key, React.ComponentType>>(
    path: Path,
    validateSearch: (written: Record<string, unknown>) => Address<Name>,
    component: Key,
    load: () => Promise<Module>,
  ) =>
    createRoute({ getParentRoute, path, validateSearch, component: lazyRouteComponent(codeOf(load), component) })

/** The router loads the whole page anew where a part of the code is not to be had: right for an old page, wrong while the server is away. */
function codeOf<Module>(load: () => Promise<Module>) {
  return () =>
    load().catch(async (error: unknown) => {
      throw (await isServerThere()) ? error : new ApiError('unreachable')
    })
}
