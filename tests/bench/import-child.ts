import { connect, type Address } from '#db/client.ts'
import { makeClaims } from '#server/claims/commands.ts'
import type { Actor } from '#server/policy/can.ts'
import { serveRooms } from '#tests/support/rooms.ts'

// The server of the bench: rooms and the import share one process and one pool, as they do for people.
const given = JSON.parse(process.argv[2] ?? '{}') as { address: Address; people: Actor[] }
const server = await serveRooms(connect(given.address).db, given.people)
process.on('message', (order: { reportId: string; inputs: readonly unknown[] }) => {
  const [importer] = given.people
  if (!importer) throw new Error('Nobody imports.')
  makeClaims(server.contextOf(importer), order.reportId, order.inputs).then(
    (ids) => process.send?.(ids.length),
    (error: unknown) => {
      process.stderr.write(`${String(error)}\n`)
      process.exit(1)
    },
  )
})
process.on('disconnect', () => process.exit(0))
process.stdout.write(`${server.url}\n`)
