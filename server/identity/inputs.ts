import { z } from 'zod'

export const emailInput = z.email('Write a full e-mail address.').transform((email) => email.toLowerCase())

export const newPassword = z
  .string()
  .min(12, 'A password has at least 12 characters.')
  .max(1_000, 'A password has at most 1,000 characters.')
