/** `npm test`: everything that the tests need, then all of them; or those that are named, as in `npm test -- server/src/db`. */
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { ensureChromium } from './chromium.ts'

try {
  ensureChromium()
} catch (error) {
  console.error((error as Error).message)
  process.exit(1)
}
const vitest = fileURLToPath(new URL('../node_modules/vitest/vitest.mjs', import.meta.url))
run('npm', ['run', 'build', '-w', 'web', '--silent'])
run(process.execPath, [vitest, 'run', ...process.argv.slice(2)])

function run(program: string, args: string[]): void {
  const { status } = spawnSync(program, args, { stdio: 'inherit', cwd: fileURLToPath(new URL('..', import.meta.url)) })
  if (status !== 0) process.exit(status ?? 1)
}
