import { setFigure, withdrawFigure } from '#server/claims/commands.ts'
import { deeds } from './deeds.server.ts'

export const action = deeds({ 'figure.set': setFigure, 'figure.withdraw': withdrawFigure })
