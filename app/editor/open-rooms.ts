import { paths } from '../paths.ts'
import { madeForHeaders, noteSignedOut } from '../http/made-for.ts'
import { changePageState, pageState } from '../http/page-state.ts'
import { ClaimRoom } from './claim-room.ts'

// A page has one memory: whoever comes back to a claim finds what they typed there, saved or not.
const entered = new Map<string, Promise<ClaimRoom>>()
const rooms = new Set<ClaimRoom>()
/** Where each claim was opened last. */
const addresses = new Map<string, string>()

/**
 * The live document of a claim in this page: the one that still waits for the server, or a new one under a new
 * client id.
 * @throws {Error} when the server does not answer; nothing was joined then.
 */
export function enterClaim(claimId: string): Promise<ClaimRoom> {
  addresses.set(claimId, `${location.pathname}${location.search}`)
  changePageState({ stranded: pageState().stranded.filter((id) => id !== claimId) })
  const known = entered.get(claimId)
  if (known) return known
  const forget = () => {
    if (entered.get(claimId) === entering) entered.delete(claimId)
  }
  const entering = allocateClient(claimId).then((clientId) => {
    const room: ClaimRoom = new ClaimRoom(claimId, clientId, {
      onChange: lookForUnsaved,
      onLeave() {
        rooms.delete(room)
        forget()
        lookForUnsaved()
      },
    })
    rooms.add(room)
    return room
  })
  entered.set(claimId, entering)
  entering.catch(forget)
  return entering
}

async function allocateClient(claimId: string): Promise<number | null> {
  const response = await fetch(paths.claimClient(claimId), { method: 'POST', headers: madeForHeaders() })
  if (response.status === 401 || response.status === 409) noteSignedOut()
  if (!response.ok) throw new Error(`The server answered ${response.status}.`)
  const allocated = (await response.json()) as { clientId?: number }
  return allocated.clientId ?? null
}

function lookForUnsaved(): void {
  const waiting = [...rooms].find((room) => room.isUnsaved)
  changePageState({ unsaved: waiting !== undefined, unsavedAt: addresses.get(waiting?.claimId ?? '') ?? null })
}
