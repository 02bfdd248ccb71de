import { actor } from './rooms.ts'

export const ann = actor('ann')
export const bob = actor('bob', ['editor'])
export const eve = actor('eve', ['auditor'])
/** Of another team. */
export const mallory = actor('mallory', ['checker'], 'team-2')
export const everyone = [ann, bob, eve, mallory]
export const origin = 'http://plumbline.test'
