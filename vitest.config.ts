import { defineConfig } from 'vitest/config'

// Two cores are the smallest machine the tests run on, and several tests start processes of their own.
export default defineConfig({
  test: {
    include: ['tests/**/*.test.ts'],
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 600_000,
    hookTimeout: 600_000,
  },
})
