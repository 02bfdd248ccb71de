const patience = 3_000

/** Whether the server, and the database behind it, answer just now. */
export async function serverAnswers(): Promise<boolean> {
  try {
    return (await fetch('/readyz', { cache: 'no-store', signal: AbortSignal.timeout(patience) })).ok
  } catch {
    return false
  }
}
