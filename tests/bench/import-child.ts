import type { RequestListener } from 'node:http'
import { connect, type Address } from '#db/client.ts'
import { makeClaims } from '#server/claims/commands.ts'
import { rolesAmong } from '#server/identity/queries.ts'
import type { Actor } from '#server/policy/can.ts'
import { workspaceData, workspaceNews } from '#server/reports/queries/workspace.ts'
import { serveRooms } from '#tests/support/rooms.ts'

// The server of the bench: rooms, pages and the import share one process and one pool, as they do for people.
const given = JSON.parse(process.argv[2] ?? '{}') as { address: Address; people: Actor[] }

/** `/<person>/<report>/all`, or with the seq and the mark that the page knows. */
const answer: RequestListener = (request, response) => {
  const [, personId, reportId = '', since = '', mark = ''] = (request.url ?? '').split('/')
  const person = given.people.find((each) => each.personId === personId)
  if (!person) throw new Error('Nobody asks.')
  const ctx = server.contextOf(person)
  const found =
    since === 'all' ? workspaceData(ctx, reportId) : workspaceNews(ctx, reportId, { seq: Number(since), mark })
  found.then((data) => response.end(JSON.stringify(data)), fail)
}

function fail(error: unknown): never {
  process.stderr.write(`${String(error)}\n`)
  process.exit(1)
}

const server = await serveRooms(connect(given.address).db, given.people, { rolesAmong, answer })
process.on('message', (order: { reportId: string; inputs: readonly unknown[] }) => {
  const [importer] = given.people
  if (!importer) throw new Error('Nobody imports.')
  makeClaims(server.contextOf(importer), order.reportId, order.inputs).then((ids) => process.send?.(ids.length), fail)
})
process.on('disconnect', () => process.exit(0))
process.stdout.write(`${server.url}\n`)
