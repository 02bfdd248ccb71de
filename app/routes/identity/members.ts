import { invite } from '#server/identity/account/commands.ts'
import { changeMember, removeMember, withdrawInvitation } from '#server/identity/commands.ts'
import { deeds } from '../claims/deeds.server.ts'

export const action = deeds({
  'member.change': (ctx, _id, input) => changeMember(ctx, input),
  'member.remove': (ctx, _id, input) => removeMember(ctx, input),
  'invitation.make': (ctx, _id, input, { accounts }) => invite(accounts, ctx.actor, input),
  'invitation.withdraw': (ctx, _id, input) => withdrawInvitation(ctx, input),
})
