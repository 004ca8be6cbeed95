import type { LucideIcon } from 'lucide-react'
import type { Permission } from '../api/person/me.ts'

/** A line of the menu. Without the permission it is not there. */
export interface MenuItem {
  to: string
  name: string
  icon: LucideIcon
  needs?: Permission
}

export interface MenuGroup {
  name?: string
  items: readonly MenuItem[]
}

/** What of a menu somebody may see; groups of nothing are left out. */
export function pickMenu(groups: readonly MenuGroup[], may: (permission: Permission) => boolean): MenuGroup[] {
  return groups
    .map(group => ({ ...group, items: group.items.filter(({ needs }) => !needs || may(needs)) }))
    .filter(({ items }) => items.length > 0)
}
