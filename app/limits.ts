/** How many bytes a form may have that holds no report and no file. */
const smallForm = 64 * 1024

/** The addresses that take more, as in `routes.ts`. */
export const largerForms: Readonly<Record<string, number>> = {
  'reports/new': 4 * 1024 * 1024,
  'reports/import/reviews': 4 * 1024 * 1024,
  'reports/:id/claims/import': 4 * 1024 * 1024,
}

const patterns = Object.entries(largerForms).map(([address, bytes]) => ({
  form: new RegExp(`^/${address.replaceAll(/:\w+/gu, '[^/]+')}(?:\\.data)?$`, 'u'),
  bytes,
}))

/** How many bytes a form may have that is sent to this path. */
export function formLimit(path: string): number {
  return patterns.find(({ form }) => form.test(path))?.bytes ?? smallForm
}
