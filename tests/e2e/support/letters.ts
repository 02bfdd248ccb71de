import type { RunningServer } from './server.ts'

/** The path of the last link to choose a new password that the server has written to its log. */
export const resetLink = (server: RunningServer): string | undefined =>
  [...server.output().matchAll(/\/reset\/[\w-]{43}/gu)].at(-1)?.[0]
