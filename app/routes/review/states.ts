/** The states that the address of a sheet names. */
export const statesOf = (request: Request): string[] => new URL(request.url).searchParams.getAll('state')
