import type { Address } from '#db/client.ts'
import { connect } from '#db/client.ts'
import type { Actor } from '#server/policy/can.ts'
import { serveRooms } from '#tests/support/rooms.ts'

// A server that is killed: it commits slowly, so that the kill falls between receipt, commit and acknowledgement.
const given = JSON.parse(process.argv[2] ?? '{}') as { address: Address; people: Actor[]; pause: number; port: number }
const { db } = connect(given.address, { max: 4 })
const wait = () => new Promise<void>((resolve) => setTimeout(resolve, Math.random() * given.pause))
const { url } = await serveRooms(db, given.people, { beforeCommit: wait, port: given.port })
process.stdout.write(`${url}\n`)
