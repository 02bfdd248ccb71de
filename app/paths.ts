import type { BundleScope } from '#server/history/bundle.ts'
import { madeFor } from '#server/identity/made-for.ts'

/** Every address of the product, built in one place. */
export const paths = {
  home: () => '/',
  signIn: (next?: string) => (next ? `/sign-in?next=${encodeURIComponent(next)}` : '/sign-in'),
  /** POST: signs in without leaving the page. */
  signInAgain: () => '/sign-in/again',
  /** GET, as JSON: who is signed in in this browser. */
  whoIsSignedIn: () => '/sign-in/who',
  signOut: () => '/sign-out',
  /** The set-up link, with its token behind #. POST: founds the first team. */
  setUp: () => '/set-up',
  /** Asks for a link to choose a new password. */
  forgotten: () => '/sign-in/forgotten',
  /** Such a link. POST: changes the password. */
  reset: (token: string) => `/reset/${token}`,
  /** Where to sign in with it. */
  signInAfterReset: () => '/sign-in?reset',
  /** One's own address, password and open sessions. */
  account: () => '/account',
  /** POST intent=password, sign-out, sign-out-others or mine */
  accountDeeds: () => '/account/deeds',
  /** An invitation's link. POST: joins the team. */
  join: (token: string) => `/join/${token}`,
  /** The team's members and open invitations. */
  team: () => '/team',
  /** What happened in the team; of one kind only, where that is named. */
  teamHistory: (kind?: string) => (kind === undefined ? '/team/history' : `/team/history?kind=${kind}`),
  /** What somebody did in it. */
  personHistory: (id: string) => `/team/history?person=${id}`,
  /**
   * The history as a file that anybody can check, for whom the page says that it was made; `&from=` with a proof that leads
   * back to an earlier checkpoint.
   */
  bundle: ({ type, id }: BundleScope, mark: string) =>
    `${type === 'team' ? '/team' : `/${type}s/${id}`}/history/bundle?${madeFor.parameter}=${encodeURIComponent(mark)}`,
  /** POST intent=fork.propose, fork.confirm or fork.withdraw */
  historyFork: () => '/team/history/fork',
  /** POST intent=erasure.propose, erasure.look, erasure.confirm or erasure.withdraw */
  historyErasure: () => '/team/history/erasure',
  /** How far a team's history is signed, for anybody; or was, under an origin that was left. */
  checkpoint: (teamId: string, origin?: number) =>
    origin === undefined ? `/history/${teamId}/checkpoint` : `/history/${teamId}/checkpoint?origin=${origin}`,
  /** What an authority of timestamps said of the newest checkpoint that has one, and that checkpoint, for anybody. */
  timestamp: (teamId: string) => `/history/${teamId}/checkpoint.tsr`,
  timestamped: (teamId: string) => `/history/${teamId}/checkpoint?timestamped`,
  /** By which key, for anybody. */
  historyKey: () => '/history/key',
  /** POST: works in another team of one's own. */
  chooseTeam: () => '/team/choose',
  /** POST intent=member.change, member.remove, invitation.make or invitation.withdraw */
  members: () => '/team/members',
  /** What the team demands of claims, and how it stands before its readers. */
  settings: () => '/settings',
  /** POST intent=team.rules or team.page */
  settingsDeeds: () => '/settings/deeds',
  inbox: (before?: number) => (before === undefined ? '/inbox' : `/inbox?before=${before}`),
  /** GET, as JSON: how many notices are unread. POST intent=read or readAll */
  inboxMarks: () => '/inbox/marks',
  newReport: () => '/reports/new',
  /** Brings in the ClaimReviews of somebody else. */
  importReviews: () => '/reports/import',
  /** POST intent=review.look, review.begin or review.import */
  importReviewsDeeds: () => '/reports/import/reviews',
  report: (id: string, claimId?: string) => (claimId ? `/reports/${id}?claim=${claimId}` : `/reports/${id}`),
  /** A thread in its claim. */
  thread: (reportId: string, claimId: string, threadId: string) =>
    `/reports/${reportId}?claim=${claimId}&thread=${threadId}`,
  /** A report with one of its requested changes looked for. */
  change: (reportId: string, changeId: string) => `/reports/${reportId}?change=${changeId}`,
  /** GET, as JSON: what became of a report after the entry at this seq with this hash. */
  reportNews: (id: string, { seq, mark }: { seq: number; mark: string }) =>
    `/reports/${id}/news?since=${seq}&mark=${mark}`,
  /** What stands in a report for review and publication, with one of its claims open. */
  review: (id: string, claimId?: string) =>
    claimId ? `/reports/${id}/review?claim=${claimId}` : `/reports/${id}/review`,
  /** POST intent=claims.publish, or a deed on the report as a whole: report.submit, .return, .approve, .publish, .retract, .reopen */
  reportPublication: (id: string) => `/reports/${id}/publication`,
  /** POST intent=hold.place or hold.lift */
  reportHolds: (id: string) => `/reports/${id}/holds`,
  /** POST intent=retention.keep or retention.review */
  reportRetention: (id: string) => `/reports/${id}/retention`,
  reportHistory: (id: string) => `/reports/${id}/history`,
  /** Commands on a report's claims that have no claim yet. POST intent=claim.make */
  reportClaims: (id: string) => `/reports/${id}/claims`,
  /** A report's claims with their evidence as a file for a spreadsheet. */
  reportClaimsFile: (id: string) => `/reports/${id}/claims.csv`,
  /** Where such a file is brought in. */
  importClaims: (id: string) => `/reports/${id}/import`,
  /** POST intent=claims.import: writes some of its rows. */
  importedClaims: (id: string) => `/reports/${id}/claims/import`,
  /** The sheet of a report's requested changes. */
  reportChanges: (id: string) => `/reports/${id}/changes`,
  /** The same sheet as a file for a word processor. */
  reportChangesFile: (id: string) => `/reports/${id}/changes.docx`,
  /** POST intent=change.request */
  requestChange: (id: string) => `/reports/${id}/changes/new`,
  /** POST intent=change.accept, change.decline, change.finish, change.withdraw or change.reopen */
  requestedChange: (id: string) => `/changes/${id}`,
  claimHistory: (id: string) => `/claims/${id}/history`,
  /** A claim as it stood after an entry of its history; compared with how it stood after another. */
  claimReplay: (id: string, at?: number, from?: number) => {
    const asked = new URLSearchParams({ ...(at && { at: String(at) }), ...(from && { from: String(from) }) }).toString()
    return asked ? `/claims/${id}/replay?${asked}` : `/claims/${id}/replay`
  },
  claimDetails: (id: string) => `/claims/${id}/details`,
  claimAssignments: (id: string) => `/claims/${id}/assignments`,
  claimPosition: (id: string) => `/claims/${id}/position`,
  claimWithdrawal: (id: string) => `/claims/${id}/withdrawal`,
  /** POST intent=claim.split or claim.merge */
  claimOrigin: (id: string) => `/claims/${id}/origin`,
  claimStage: (id: string) => `/claims/${id}/stage`,
  /** POST intent=claim.submit, claim.return, claim.reopen or claim.approve */
  claimReview: (id: string) => `/claims/${id}/review`,
  /** POST intent=claim.publish, claim.correct, correction.withdraw or claim.retract */
  claimPublication: (id: string) => `/claims/${id}/publication`,
  /** A claim as readers would see it if it were published now. */
  claimPreview: (id: string) => `/claims/${id}/preview`,
  claimPassages: (id: string) => `/claims/${id}/passages`,
  claimFigures: (id: string) => `/claims/${id}/figures`,
  claimRelations: (id: string) => `/claims/${id}/relations`,
  claimEvidence: (id: string) => `/claims/${id}/evidence`,
  /** GET, as JSON: a claim's threads. POST intent=thread.start */
  claimThreads: (id: string) => `/claims/${id}/threads`,
  /** POST intent=comment.add, comment.edit, comment.withdraw, thread.resolve or thread.reopen */
  threadDeeds: (id: string) => `/threads/${id}`,
  claimVerdict: (id: string) => `/claims/${id}/verdict`,
  /** POST: allocates a client id for one document instance. */
  claimClient: (id: string) => `/claims/${id}/client`,
  /** What a team has published; for everybody, as all that begins with /p. */
  publicTeam: (team: string) => `/p/${team}`,
  publicAtom: (team: string) => `/p/${team}/feed.xml`,
  publicJsonFeed: (team: string) => `/p/${team}/feed.json`,
  /** The ClaimReviews of a team. */
  publicData: (team: string) => `/p/${team}/claims.json`,
  publicReport: (team: string, report: string) => `/p/${team}/${report}`,
  publicClaim: (team: string, report: string, claim: string) => `/p/${team}/${report}/${claim}`,
  /** The ClaimReview of a claim. */
  publicReview: (team: string, report: string, claim: string) => `/p/${team}/${report}/${claim}.json`,
} as const
