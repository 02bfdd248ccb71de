export const roles = ['checker', 'editor', 'auditor', 'admin'] as const
export type Role = (typeof roles)[number]

/** Whether these roles may be held together: at least one, and `auditor` excludes the others. */
export function areCompatible(held: readonly Role[]): boolean {
  return held.length > 0 && (!held.includes('auditor') || held.every((role) => role === 'auditor'))
}
