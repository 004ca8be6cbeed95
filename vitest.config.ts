import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['server/src/**/*.test.ts', 'web/src/**/*.test.ts', 'web/e2e/**/*.test.ts'],
    environment: 'node',
    pool: 'forks',
    maxWorkers: 3,
    globalSetup: 'server/test/global-setup.ts',
    setupFiles: 'web/src/text/test-locale.ts',
    testTimeout: 60_000,
    // What is waited for comes when it comes: on a busy machine a second is short.
    expect: { poll: { timeout: 20_000 } },
    hookTimeout: 60_000,
  },
})
