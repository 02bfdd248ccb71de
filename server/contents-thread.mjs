import { register } from 'tsx/esm/api'

// Where `server/contents-thread.ts` begins: a thread does not know how its parent reads TypeScript.

register()
await import('./contents-thread.ts')
