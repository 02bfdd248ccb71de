import { paths } from '../paths.ts'
import { madeForHeaders, noteSignedOut } from '../http/made-for.ts'
import { changePageState, pageState } from '../http/page-state.ts'
import type { ClaimPlace, WaitingWords } from '../components/realtime/saved-state.ts'
import { ClaimRoom } from './claim-room.ts'

// A page has one memory: whoever comes back to a claim finds what they typed there, saved or not.
const entered = new Map<string, Promise<ClaimRoom>>()
const rooms = new Set<ClaimRoom>()

/**
 * The live document of a claim in this page: the one that still waits for the server, or a new one under a new
 * client id.
 * @throws {Error} when the server does not answer; nothing was joined then.
 */
export function enterClaim(claim: ClaimPlace): Promise<ClaimRoom> {
  const { claimId } = claim
  const known = entered.get(claimId)
  if (known) return known
  const forget = () => {
    if (entered.get(claimId) === entering) entered.delete(claimId)
  }
  const entering = allocateClient(claimId).then((clientId) => {
    const room: ClaimRoom = new ClaimRoom(claim, clientId, {
      onChange: tellPage,
      onLeave() {
        rooms.delete(room)
        forget()
        tellPage()
      },
    })
    rooms.add(room)
    return room
  })
  entered.set(claimId, entering)
  entering.catch(forget)
  return entering
}

/** Asks of a claim what its room would be asked (`ClaimRoom.ask`); where no room of this page holds it, nothing waits. */
export function askAbout(claimId: string, answer: (isSaved: boolean) => void): void {
  const room = [...rooms].find(({ claim }) => claim.claimId === claimId)
  if (room) room.ask(answer)
  else answer(true)
}

async function allocateClient(claimId: string): Promise<number | null> {
  const response = await fetch(paths.claimClient(claimId), { method: 'POST', headers: madeForHeaders() })
  if ([401, 403, 409].includes(response.status)) noteSignedOut()
  if (!response.ok) throw new Error(`The server answered ${response.status}.`)
  const allocated = (await response.json()) as { clientId?: number }
  return allocated.clientId ?? null
}

/** Tells the page, from the rooms themselves, which words wait and whether they are on the screen. */
function tellPage(): void {
  const waiting = [...rooms].filter((room) => room.isUnsaved).map(wordsIn)
  if (waiting.length === 0 && !pageState().unsaved) return
  const [first] = waiting
  const unsavedAt = first ? paths.report(first.claim.reportId, first.claim.claimId) : null
  changePageState({ waiting, unsaved: waiting.length > 0, unsavedAt })
}

const wordsIn = (room: ClaimRoom): WaitingWords => ({
  claim: room.claim,
  saved: room.saved,
  refused: room.endedWith === null ? null : room.texts,
  isShown: room.isShown,
  forget: () => room.discard(),
})
