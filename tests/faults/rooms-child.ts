import { connect, type Address } from '#db/client.ts'
import type { Actor } from '#server/policy/can.ts'
import { serveRooms } from '#tests/support/rooms.ts'
import type { Moment, Order } from '#tests/support/rooms-process.ts'
import { watchDatabase } from '#tests/support/watched-database.ts'

// A server that is killed or attacked: it commits slowly, so that a kill falls between receipt, commit and
// acknowledgement, keeps snapshots often, so that it falls into one of them, and dies at a moment when told to.
const given = JSON.parse(process.argv[2] ?? '{}') as { address: Address; people: Actor[]; pause: number; port: number }
let dieAt: Moment | null = null

function reach(moment: Moment): void {
  if (dieAt === moment) process.kill(process.pid, 'SIGKILL')
}

const db = watchDatabase(connect(given.address, { max: 4 }).db, {
  onCommitted: () => reach('between commit and acknowledgement'),
  onSnapshot: () => void setTimeout(() => reach('within a snapshot'), Math.random() * 3),
})
const known = new Map(given.people.map((person) => [person.personId, person]))
const { url } = await serveRooms(db, given.people, {
  port: given.port,
  snapshotAfter: { many: 20, few: 5 },
  unloadAfter: 200,
  async beforeCommit() {
    reach('before a commit')
    if (given.pause > 0) await new Promise<void>((resolve) => setTimeout(resolve, Math.random() * given.pause))
  },
  async rolesAmong(_tx, _teamId, personIds) {
    reach('within a commit')
    return new Map(personIds.map((id) => [id, known.get(id)?.roles ?? []]))
  },
})
/** For how long the event loop was held at most: by work of this process, not by what else the machine does. */
let longest = 0
let seen = { at: performance.now(), worked: process.cpuUsage() }
setInterval(() => {
  const { user, system } = process.cpuUsage(seen.worked)
  longest = Math.max(longest, Math.min(performance.now() - seen.at, (user + system) / 1_000))
  seen = { at: performance.now(), worked: process.cpuUsage() }
}, 2)
process.on('message', (order: Order) => {
  if (order !== 'turn') return void (dieAt = order.dieAt)
  process.send?.(longest)
  longest = 0
})
// Whoever started it is gone, however they ended.
process.on('disconnect', () => process.exit(0))
process.stdout.write(`${url}\n`)
