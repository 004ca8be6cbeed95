/** Every address of the app. A link is made from here, so that a page that moves is one line. */
export const paths = {
  home: '/',
  courses: '/courses',
  signIn: '/sign-in',
  forgottenPassword: '/forgotten-password',
  setPassword: '/set-password/$token',
} as const
