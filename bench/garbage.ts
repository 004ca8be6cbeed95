/** 100,000 hostile bodies (`server/src/http/laws/storm.test.ts`): statuses, the longest refusal, and how long one stopped the server. */
import { spawnSync } from 'node:child_process'

export async function run(): Promise<void> {
  const env = { ...process.env, GARBAGE: process.env.GARBAGE ?? '100000' }
  const { status } = spawnSync('npx', ['vitest', 'run', 'server/src/http/laws/storm.test.ts'], {
    stdio: 'inherit',
    env,
  })
  process.exitCode = status ?? 1
}
