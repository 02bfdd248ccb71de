import { monitorEventLoopDelay } from 'node:perf_hooks'
import type { Address } from '#db/client.ts'
import { connect } from '#db/client.ts'
import type { Actor } from '#server/policy/can.ts'
import { serveRooms } from '#tests/support/rooms.ts'

// A server that is killed or attacked: it commits slowly, so that a kill falls between receipt, commit and
// acknowledgement, and keeps snapshots often, so that it falls into one of them.
const given = JSON.parse(process.argv[2] ?? '{}') as { address: Address; people: Actor[]; pause: number; port: number }
const { db } = connect(given.address, { max: 4 })
const wait = () => new Promise<void>((resolve) => setTimeout(resolve, Math.random() * given.pause))
const { url } = await serveRooms(db, given.people, {
  port: given.port,
  snapshotAfter: { many: 20, few: 5 },
  unloadAfter: 200,
  ...(given.pause > 0 ? { beforeCommit: wait } : {}),
})
const delay = monitorEventLoopDelay({ resolution: 2 })
delay.enable()
// Asked over the channel: how long the event loop was held at most since the last time, in milliseconds.
process.on('message', () => {
  process.send?.(delay.max / 1e6)
  delay.reset()
})
// Whoever started it is gone, however they ended.
process.on('disconnect', () => process.exit(0))
process.stdout.write(`${url}\n`)
