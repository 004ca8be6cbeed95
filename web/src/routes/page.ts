/** A line a page: its address, what that may say after its question mark, and its component, which is loaded when it is first visited. */
import { type AnyRoute, createRoute, lazyRouteComponent } from '@tanstack/react-router'
import type { Address } from '../address.ts'

/** Pages within the frame of an area. */
export const pagesIn =
  <Frame extends AnyRoute>(getParentRoute: () => Frame) =>
  <const Path extends string, Name extends string, Key extends string, Module extends Record<Key, React.ComponentType>>(
    path: Path,
    validateSearch: (written: Record<string, unknown>) => Address<Name>,
    component: Key,
    load: () => Promise<Module>,
  ) =>
    createRoute({ getParentRoute, path, validateSearch, component: lazyRouteComponent(load, component) })
