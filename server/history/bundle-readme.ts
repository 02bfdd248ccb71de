import type { BundleScope } from './bundle.ts'
import type { Checkpoint } from './checkpoint.ts'

const whats = {
  team: 'the whole history of a team',
  report: 'the history of one report, with its claims and their sources',
  claim: 'the history of one claim, with its sources',
} as const

const wholes = {
  team: `It is all entries that were signed, from the first to the last: none is missing between them.`,
  report: `Each of these entries is proven to be among those that were signed. Of each subject (a claim, a source …) the
entries are there from its first one on, without a gap. That nothing more was recorded of it later, or of something else
that belongs here, is not proven.`,
  claim: `Each of these entries is proven to be among those that were signed. Of each subject (the claim, a source …) the
entries are there from its first one on, without a gap. That nothing more was recorded of it later, or of something else
that belongs here, is not proven.

Nothing here names another claim: where a payload would (a relation, a split, a merge), it is left out, with "other-claim".
What people themselves typed into the claim's texts is there as they typed it.`,
} as const

const howToCheck = `HOW TO CHECK IT

You need nothing but Node.js 20 or newer (https://nodejs.org), and no network:

    node verify.mjs .

or, without unpacking it,  node verify.mjs <the .tar.gz file>.  It says what was checked, or names the first entry that is
not as it should be and ends with code 1. README.txt and verify.mjs themselves are not checked.

The key that is said to have signed this is in key.txt. It proves nothing as long as you have it from here alone. Get it from
somewhere else: from https://<their server>/history/key, in print, from somebody whom you trust. Then:

    node verify.mjs . --key "<the key>"

If you kept a checkpoint of this history earlier (https://<their server>/history/<team>/checkpoint), hold it against this:

    node verify.mjs . --kept <its file>

A bundle of one claim or report says so only of a checkpoint for which it was asked: whoever exports it copies the address of
"Export" and adds  &from=<how many entries the checkpoint is of>.  Without that it cannot be checked, and nothing is wrong.

The program verify.mjs comes from the same hands as the rest. If you do not want to trust it: it is plain text, it is built
from the sources of Plumbline (server/verify-bundle.ts), and what it does is described below, so that you can write your own.
`

const notProven = `Mind whom you give it to: what a team wrote to itself is in it as well, notes, comments and former wordings.

WHAT IT DOES NOT PROVE

- That what people wrote is true. It proves that they wrote it.
- That nothing was left out after the checkpoint, or that somebody recorded what they did at all.
- That the clock of the server was right. Each time is at least not earlier than that of the entry before it.
- That an account was used by the person to whom it belongs. Names are in about.json, and nothing proves them.
- That the holder of the key did not write a second history from the beginning and show that to others. Whoever keeps
  checkpoints, or compares them with others, finds that out.
- What is left out here. "leftOut": "sealed" is a rating that whoever exported this may not see; only its hash is here.
- What was erased. Where a payload and its salt do not fit "payloadHash", a later entry "erasure.confirm" lists the seq of the
  entry with "hash": SHA-256 over the salt and the payload that are there now, in which blocks stand for the words that two
  people erased. That nothing but these words is different is not proven; that something was erased, by whom and when, is.
- If the history's name ends with /2, /3 …: what was signed before was left by two people; see "fork.confirm" in the
  history of the team.
`

const contents = `WHAT IS IN IT, AND HOW IT IS CHECKED

checkpoint.txt  a signed note (https://c2sp.org/signed-note) with a tree head (https://c2sp.org/tlog-checkpoint): the name
                of the history, how many entries it had, and the root of their tree, signed with Ed25519.
key.txt         the public key, as in that specification.
about.json      of what this is, how many entries it has, what people are called. "earlier" is a proof (RFC 6962, 2.1.2)
                that the tree begins with that of the entries up to "size".
entries/        one entry on each line, as JSON (https://jsonlines.org), in the order in which they were recorded:
  entry         what was hashed: SHA-256 over its canonical form (RFC 8785) is "hash".
  payload       what was recorded, as text; "update" is an edit of a text in base64 (an update of Yjs, version 1).
  salt          in base64. SHA-256 over salt and payload is "payloadHash" in the entry.
  previous      in the entry: the "hash" of the entry before it of the same subject.
  inclusion     proof that the entry is leaf number seq - 1 of the tree (RFC 6962, 2.1.1). The leaf is SHA-256 over one
                byte 0 and the 32 bytes of "hash".
  consistency   proof that the tree of all entries up to this one is how the signed tree begins (RFC 6962, 2.1.2).
`

/** What is told of a timestamp, where a bundle has one. */
export interface ToldTimestamp {
  readonly size: number
  readonly at: string
  readonly by: string
}

const howToCheckTime = ({ size, at, by }: ToldTimestamp): string => `WHEN IT WAS THERE

timestamped.txt is the checkpoint of this history when it had ${size} entries. timestamped.tsr is what an authority of timestamps
answered when it was shown the hash of that file (RFC 3161): that it was there at ${at}. The certificate in
the answer calls the authority: ${by}

Nobody has judged that certificate for you. Get the certificates by which you trust the authority from the authority itself, and
ask OpenSSL (https://openssl-library.org), which knows nothing of Plumbline:

    openssl ts -verify -data timestamped.txt -in timestamped.tsr -CAfile <the authority's certificates>

"Verification: OK" means, as far as you trust that authority and its clock: these ${size} entries were recorded before that time, just
as they are here; nobody made them up later, not even the holder of the key. It says nothing of the entries after them. Should the
authority's certificate have run out since, name a time at which it had not:  -attime ${Math.floor(Date.parse(at) / 1_000)}

verify.mjs looks whether the answer fits its own digest and is over timestamped.txt, whether that was signed with the key, and whether
the history goes on from it ("timestamped" in about.json: RFC 6962, 2.1.2). Whether the answer's signature fits, and by whom it is, it
does not look: whoever makes up a time can make up a digest as well, and only OpenSSL finds that.
`

/** What a stranger reads first in a bundle: how to check it, what that proves, and what it does not. */
export const bundleReadme = (
  scope: BundleScope,
  { origin, size }: Checkpoint,
  timestamp: ToldTimestamp | null = null,
): string => `PLUMBLINE: A HISTORY THAT CAN BE CHECKED

This folder holds ${whats[scope.type]}: who did what and when, as it was recorded.
It was exported from the history ${origin}
as it was when it had ${size} entries.


${howToCheck}
${timestamp ? `${howToCheckTime(timestamp)}\n` : ''}
WHAT IT PROVES

- Every entry is exactly as it was when the holder of the key signed the checkpoint: who, when, what about, in which
  sign-in, its content, and in which order. Nobody has changed it since.
- ${wholes[scope.type].replaceAll('\n', '\n  ')}
- With --kept: what was signed at that time is still there, unchanged, and this goes on from it.


${notProven}

${contents}`
