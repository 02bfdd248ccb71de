/** A process, told apart from a later one with the same id. */
export interface ProcessRecord {
  pid: number
  identity: string
}
export type Lock = { heldBy: number } | { heldBy: null; release: () => void }

/** What tells this process from a later one with the same id; null when no such process runs. */
export function processIdentity(pid: number): string | null
/** Whether the process that wrote this record still runs. */
export function isRunning(record: ProcessRecord | null): boolean
/** The record of this very process. */
export function ownRecord(): ProcessRecord
/** Takes the lock at `path`, or says which process holds it. */
export function takeLock(path: string): Lock
/** The process that holds the lock at `path`, or null. */
export function lockHolder(path: string): number | null
