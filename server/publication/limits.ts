/** How many claims are published in one deed: whoever types in the team waits for it. */
export const mostAtOnce = 50
