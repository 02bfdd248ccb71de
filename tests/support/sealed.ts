import { sealHistories, type SealingRule } from '#server/history/sealer.gateway.ts'
import type { FreshDatabase } from './postgres.ts'

const day = 86_400_000

/** Seals what was recorded and signed up to now, in segments of however few edits; answers how many were sealed. */
export async function sealAll({ owner }: FreshDatabase, more: Partial<SealingRule> = {}): Promise<number> {
  const errors: unknown[] = []
  const rule = { afterDays: 1, now: new Date(Date.now() + 2 * day), least: 1, ...more }
  const count = await sealHistories(owner.db, { ...rule, onError: (error) => errors.push(error) })
  if (errors.length > 0) throw errors[0]
  return count
}
