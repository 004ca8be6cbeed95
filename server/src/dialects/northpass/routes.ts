/** The Northpass API on our core: docs/dialects/northpass.md says what is served, and what is a guess. */
import { type NorthpassDeps, northpassApi } from './api.ts'
import { bulkRoutes } from './bulk-routes.ts'
import { courseRoutes } from './course-routes.ts'
import { groupRoutes } from './group-routes.ts'
import { leftOutRoutes } from './left-out.ts'
import { pathRoutes } from './path-routes.ts'
import { personRoutes } from './person-routes.ts'
import { propertyRoutes } from './property-routes.ts'
import { transcriptRoutes } from './transcript-routes.ts'
import { webhookRoutes } from './webhook-routes.ts'

/** Under `/v1` and `/v2`. A file of routes more is a line more. */
export function northpassRoutes(deps: NorthpassDeps) {
  return northpassApi(deps, [
    groupRoutes,
    personRoutes,
    bulkRoutes,
    courseRoutes,
    pathRoutes,
    transcriptRoutes,
    propertyRoutes,
    webhookRoutes,
    leftOutRoutes,
  ])
}
