/** One line a part. */
export { accessEnding } from './access-ending.ts'
export { common } from './common.ts'
export { emailChange, emailChanged } from './email-change.ts'
export { invitation } from './invitation.ts'
export { page } from './page.ts'
export { passwordLink } from './password-link.ts'
export { recoveryCodeUsed } from './recovery-code-used.ts'
export { welcome } from './welcome.ts'
