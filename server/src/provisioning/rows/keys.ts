/** By what rows are found that have no number of their own to be found by. */
import { lowerCase } from '../../lib/lower-case.ts'

export const courseKey = (organizationId: number, name: string) => `${organizationId}/${name}`
/** Of teams and groups. */
export const nameKey = (organizationId: number, name: string) => `${organizationId}/${lowerCase(name)}`
export const groupPlaceKey = ({ groupId, userId }: { groupId: number; userId: number }) => `${groupId}/${userId}`
export const enrollmentKey = (userId: number, courseId: number) => `${userId}/${courseId}`
