/**
 * The part of our API that the screens use, in the shape openapi-typescript gives it.
 * Written by hand until `openapi.json` exists: then `schema.gen.ts` takes its place and this file goes.
 */

interface Problem {
  type: string
  title: string
  status: number
  code: string
  detail?: string
  errors?: { field: string; message: string }[]
  request_id?: string
}

interface User {
  id: number
  email: string
  first_name: string
  last_name: string
}

interface Item {
  id: number
  kind: 'lesson' | 'practice_test' | 'mock_test'
  title: string
  open: boolean
  launch_url: string | null
}

interface Course {
  id: number
  name: string
  display_name: string
  organization: { name: string }
  status: 'active' | 'upcoming' | 'suspended' | 'expired' | 'revoked' | 'completed'
  starts_at: string
  ends_at: string | null
  items: Item[]
}

interface PasswordLink {
  state: 'open' | 'expired'
  email_hint: string
  organization: { name: string } | null
}

interface Json<Body> {
  headers: { [name: string]: unknown }
  content: { 'application/json': Body }
}

interface Refused {
  headers: { [name: string]: unknown }
  content: { 'application/problem+json': Problem }
}

type Nothing = Record<string, never>

interface Token {
  path: { token: string }
}

export interface paths {
  '/api/auth/sign-in/email': {
    post: {
      requestBody: { content: { 'application/json': { email: string; password: string } } }
      responses: { 200: Json<{ user: User }>; 401: Refused }
    }
  }
  '/api/auth/sign-out': { post: { responses: { 200: Json<Nothing> } } }
  '/api/auth/get-session': { get: { responses: { 200: Json<{ user: User | null }> } } }
  '/api/me/courses': { get: { responses: { 200: Json<{ courses: Course[] }>; 401: Refused } } }
  '/api/password-links/{token}': {
    get: { parameters: Token; responses: { 200: Json<PasswordLink>; 404: Refused } }
    post: {
      parameters: Token
      requestBody: { content: { 'application/json': { password: string } } }
      responses: { 200: Json<{ user: User }>; 400: Refused; 404: Refused; 410: Refused }
    }
  }
  '/api/password-links/{token}/renewal': {
    post: { parameters: Token; responses: { 202: Json<Nothing>; 404: Refused } }
  }
  '/api/password-requests': {
    post: {
      requestBody: { content: { 'application/json': { email: string } } }
      responses: { 202: Json<Nothing>; 400: Refused }
    }
  }
}
