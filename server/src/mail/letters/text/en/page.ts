/** The local page with the mails that are not sent. */
export const page = {
  title: 'Mail',
  columns: { queued: 'Queued', to: 'To', subject: 'Subject', state: 'State' },
  states: { queued: 'queued', sending: 'sending', sent: 'sent', failed: 'failed', held: 'held' },
  none: 'No mail yet. Provision a student, and the welcome mail appears here.',
  /** In place of `{setting}` stands the name of the setting. */
  hint: 'No {setting} is set, so nothing is sent: the mails wait here. This page is shown on this machine only.',
  all: 'All mail',
  frame: 'The mail',
  plain: 'As plain text',
}
