import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    pool: 'threads',
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 60_000,
    // A variable that slows every start of Node down by a tenth of a second has no place in a spawned command.
    env: { NODE_EXTRA_CA_CERTS: '' },
  },
})
