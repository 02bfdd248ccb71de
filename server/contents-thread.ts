import { parentPort, workerData } from 'node:worker_threads'
import { unpackedContents, type Question } from './history/contents-message.ts'
import { Contents, type KnownTeam } from './history/contents.ts'
import { nouns } from './nouns.ts'

// The thread that reads what the entries of a large team say: see `history/contents-thread.gateway.ts`.

const team = workerData as KnownTeam
const contents = new Contents(team, nouns)

function answerTo(question: Question) {
  switch (question.kind) {
    case 'take':
      return contents.take(unpackedContents(team.teamId, question.entries))
    case 'is-state':
      return contents.isState(question.claimId, question.snapshot)
    case 'rows':
      return contents.rows()
  }
}

const port = parentPort
if (!port) throw new Error('This is started as a thread only.')
// What it does not understand, nobody would ever answer.
port.on('messageerror', (error) => {
  throw error
})
port.on('message', (question: Question) => port.postMessage(answerTo(question), []))
