import { useCallback, useEffect, useRef, useState } from 'react'
import { scale } from '#server/claims/verdict.ts'
import { changeStateNames } from '#server/review/requested-change.ts'
import type { Presence } from '#server/realtime/protocol.ts'
import type { ClaimView, WorkspaceView } from '#server/reports/workspace.ts'
import { relationMessages } from '../claims/messages.ts'
import { ratingMessages } from '../claims/rating-messages.ts'
import { realtimeMessages } from '../realtime/messages.ts'
import { changeMessages } from '../review/messages.ts'

/** What others did between two views of the report, as sentences to be said aloud. */
export function newsBetween(before: WorkspaceView, now: WorkspaceView, openId: string | null): readonly string[] {
  return [...newsOfClaims(before, now, openId), ...newsOfChanges(before, now)]
}

function newsOfChanges(before: WorkspaceView, now: WorkspaceView): readonly string[] {
  return now.changes.flatMap(({ id, seq, number, state, requestedBy, moves }) => {
    const old = before.changes.find((each) => each.id === id)
    const person = moves.at(-1)?.by ?? requestedBy
    if (old?.seq === seq || person === now.viewer.name) return []
    return [changeMessages.news(number, person, changeStateNames[state])]
  })
}

function newsOfClaims(before: WorkspaceView, now: WorkspaceView, openId: string | null): readonly string[] {
  return now.claims.flatMap((claim) => {
    const old = before.claims.find(({ id }) => id === claim.id)
    if (!old) return []
    const rated = newsOfRatings(old, claim, now.viewer.name)
    if (rated) return rated
    if (claim.broken && !old.broken) return [relationMessages.nowBroken(claim.number)]
    return claim.id === openId && claim.seq !== old.seq ? [realtimeMessages.claimChanged(claim.number)] : []
  })
}

/** What became of a verdict, or of two ratings that differ, unless the viewer just saw to it; null where nothing did. */
function newsOfRatings(old: ClaimView, claim: ClaimView, viewer: string): readonly string[] | null {
  const { verdict, number, ratings } = claim
  if (verdict && claim.verdictSeq !== old.verdictSeq) {
    const { name } = scale[verdict.rating]
    const { by, second } = verdict
    if ((second?.by ?? by) === viewer) return []
    return [second ? ratingMessages.settled(number, name) : realtimeMessages.verdictSet(by, number, name)]
  }
  const last = ratings.differing.at(-1)
  if (!last || ratings.seq === old.ratings.seq) return null
  return last.by === viewer ? [] : [ratingMessages.differed(number)]
}

/** Sentences for a polite live region: who came, which verdict changed, what happened on the open claim. */
export function useAnnouncements(view: WorkspaceView, here: readonly Presence[], openId: string | null) {
  const [spoken, setSpoken] = useState('')
  const say = useCallback((sentence: string) => setSpoken(sentence), [])
  const lastView = useRef(view)
  const lastHere = useRef<ReadonlyMap<string, string>>(new Map())

  useEffect(() => {
    const news = newsBetween(lastView.current, view, openId)
    lastView.current = view
    if (news.length > 0) setSpoken(news.join(' '))
  }, [view, openId])

  useEffect(() => {
    const present = new Map(here.map(({ user }) => [user.personId, user.name]))
    const came = [...present].filter(([id]) => id !== view.viewer.personId && !lastHere.current.has(id))
    lastHere.current = present
    if (came.length > 0) setSpoken(came.map(([, name]) => realtimeMessages.joined(name)).join(' '))
  }, [here, view.viewer.personId])

  return { spoken, say }
}
