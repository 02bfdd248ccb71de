import { connect, type Connection } from '#db/client.ts'
import { attachEmbedded, signingFolder } from '#db/embedded.ts'
import { readingInThread } from './history/contents-thread.gateway.ts'
import { readingHere, type StartsReading } from './history/contents.ts'
import { erasedWords, type Erased } from './history/erasure.ts'
import { readSigningFolder } from './history/signing-folder.gateway.ts'
import { verifyHistory, type LeftAtFork, type TeamFinding } from './history/verify.gateway.ts'
import { loggedLine } from './logged-error.ts'
import { nouns } from './nouns.ts'
import { isProgram } from './program.ts'

/** Verifies the whole history of a database; one finding per team. */
export async function verifyDatabase(
  connection: Pick<Connection, 'db'>,
  signing: ReturnType<typeof readSigningFolder> = null,
): Promise<TeamFinding[]> {
  return verifyHistory(connection.db, nouns, signing, startReading)
}

/** From so many entries on, what they say is read in a thread of its own: to start one takes as long as some ten thousand. */
const many = 20_000
const here = readingHere(nouns)
const startReading: StartsReading = (team, entries) => (entries < many ? here(team, entries) : readingInThread(team))

/** A finding as one line. */
export function lineOf({ teamId, entries, signedUpTo, timestamped, difference, left, erased }: TeamFinding): string {
  if (!difference) {
    const signed = signedUpTo > 0 ? `, signed up to entry ${signedUpTo}` : ''
    const stamped = timestamped ? `, timestamped up to entry ${timestamped.seq} (${minute(timestamped.at)})` : ''
    return `Team ${teamId}: ${counted(entries)}${signed}${stamped}, everything agrees.${left.map(leftLine).join('')}${erasedLine(erased)}`
  }
  const { seq, subject, what } = difference
  return `Team ${teamId}: ${seq === null ? '' : `at entry ${seq}, `}${subject}: ${what}.`
}

const erasedLine = (erased: Erased) => (erased.entries > 0 ? ` ${erasedWords(erased)}` : '')
const minute = (at: string) => `${at.slice(0, 16).replace('T', ' ')} UTC`
const counted = (entries: number) => `${entries} ${entries === 1 ? 'entry' : 'entries'}`

// What is between two notes nobody can tell from them: it may be that fewer were lost.
function leftLine({ signed, kept, at, by: [proposer, confirmer] }: LeftAtFork): string {
  const fork = `at the fork of ${minute(at)}, by ${proposer} and ${confirmer}`
  if (signed === kept) return ` The origin was left ${fork}; all that was signed before is in this history.`
  return ` Up to ${counted(signed - kept)} that were signed (after ${kept}, up to ${signed}) are not in this history: left ${fork}.`
}

async function main(): Promise<void> {
  const url = process.env['DATABASE_URL']
  const attached = url ? null : await attachEmbedded()
  const connection = connect(attached?.appAddress ?? url ?? '', { max: 1 })
  try {
    const findings = await verifyDatabase(connection, readSigningFolder(signingFolder()))
    for (const finding of findings) console.log(lineOf(finding))
    if (findings.length === 0) console.log('There is no history yet.')
    if (findings.some(({ difference }) => difference)) process.exitCode = 1
  } finally {
    await connection.close()
    await attached?.stop()
  }
}

if (isProgram(import.meta.url)) {
  await main().catch((error: unknown) => {
    console.error(`The history could not be verified: ${loggedLine(error)}`)
    process.exitCode = 1
  })
}
