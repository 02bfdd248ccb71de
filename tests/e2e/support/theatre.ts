import type { Database } from '#db/client.ts'
import type { System } from '#server/context.ts'
import { teamRulesOf } from '#server/identity/store.ts'
import { setTeamRules } from '#server/review/commands/rules.ts'
import type { Place } from './deeds/nouns.ts'
import { fewestRules } from './deeds/settings.ts'
import { addSomebody, anotherReport, demoCast, signInEverybody, type Caller, type Somebody } from './roles.ts'
import { startServer, type RunningServer } from './server.ts'

/** One server on which everybody is signed in. */
export interface Theatre {
  readonly server: RunningServer
  readonly db: Database
  /** Looks into the database of the server without a connection for each look. */
  readonly looking: Place['server']
  readonly people: Readonly<Record<Somebody, Caller>>
  /** A new report like the demo's, and a new editor whom an admin may remove. */
  place(): Promise<Place>
  /** Verifies the history and ends. */
  close(): Promise<void>
}

/** Starts a server and signs everybody in. */
export async function openTheatre(): Promise<Theatre> {
  const server = await startServer()
  const { db, signHistory, end } = await holdDatabase(server)
  const people = await signInEverybody(db, server.baseURL)
  await askForLittle(db)
  const looking: Place['server'] = { baseURL: server.baseURL, inDatabase: (look) => look(db, signHistory) }
  let editors = 0
  return {
    server,
    db,
    looking,
    people,
    async place() {
      await addSomebody(db, `editor-${(editors += 1)}@example.org`, ['editor'])
      const reportId = await anotherReport(db, signHistory)
      return { server: looking, reportId, admin: people.admin, checker: people.checker }
    },
    async close() {
      try {
        await server.verifyHistory()
      } finally {
        await end()
        await server.stop()
      }
    },
  }
}

/** Has the demo team ask no more of its claims than it must, so that each of them can be brought to every stage. */
async function askForLittle(db: Database): Promise<void> {
  const { ada } = await demoCast(db)
  const { seq } = await teamRulesOf(db, ada.actor.teamId)
  await setTeamRules(ada, { ...fewestRules, seen: String(seq) })
}

type Held = Pick<System, 'signHistory'> & { readonly db: Database }

/** Looks into the database for as long as it is needed: thousands of looks need no connection each. */
async function holdDatabase(server: RunningServer): Promise<Held & { end(): Promise<void> }> {
  let release = () => {}
  let held: Promise<void> = Promise.resolve()
  const given = await new Promise<Held>((resolve, reject) => {
    held = server.inDatabase(async (db, signHistory) => {
      resolve({ db, signHistory })
      await new Promise<void>((ended) => (release = ended))
    })
    held.catch(reject)
  })
  return {
    ...given,
    end: () => {
      release()
      return held
    },
  }
}
