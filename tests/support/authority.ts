import { execFile, execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { der, DerReader, tags, within } from '#server/history/der.ts'
import { timestampQuery } from '#server/history/timestamp.ts'

/** How an authority behaves: as it should, or in one of the ways that are not to be trusted. */
export type Conduct = keyof typeof conducts

/** An authority of timestamps on this machine: OpenSSL, with certificates of its own. */
export interface TestAuthority {
  readonly url: string
  /** The certificate of whom it is to be trusted by, as OpenSSL takes it. */
  readonly caFile: string
  /** How often it was asked. */
  asked(): number
  behave(conduct: Conduct): void
  /** What OpenSSL answers to a query. */
  reply(query: Uint8Array): Promise<Uint8Array>
  close(): Promise<void>
}

interface Query {
  readonly imprint: Uint8Array
  readonly nonce: Uint8Array
  readonly bytes: Uint8Array
}

type Reply = TestAuthority['reply']
const other = (bytes: Uint8Array) => Uint8Array.from(bytes, (byte, at) => (at === 5 ? byte ^ 1 : byte))
const sent = (response: ServerResponse, bytes: Uint8Array) => void response.end(bytes)

const conducts = {
  right: async ({ bytes }: Query, reply: Reply, response: ServerResponse) => sent(response, await reply(bytes)),
  garbage: async (_: Query, _reply: Reply, response: ServerResponse) => sent(response, Buffer.from('<html>Welcome')),
  otherHash: async ({ imprint, nonce }: Query, reply: Reply, response: ServerResponse) =>
    sent(response, await reply(timestampQuery(other(imprint), nonce))),
  otherNonce: async ({ imprint, nonce }: Query, reply: Reply, response: ServerResponse) =>
    sent(response, await reply(timestampQuery(imprint, other(nonce)))),
  forged: async ({ bytes }: Query, reply: Reply, response: ServerResponse) => {
    const right = await reply(bytes)
    right[right.length - 1]! ^= 1
    sent(response, right)
  },
  refused: async (_: Query, _reply: Reply, response: ServerResponse) =>
    sent(response, der(tags.sequence, der(tags.sequence, der(tags.integer, Uint8Array.of(2))))),
  unwell: async (_: Query, _reply: Reply, response: ServerResponse) => void response.writeHead(503).end(),
  elsewhere: async (_: Query, _reply: Reply, response: ServerResponse) =>
    void response.writeHead(307, { location: '/elsewhere' }).end(),
  huge: async (_: Query, _reply: Reply, response: ServerResponse) => sent(response, Buffer.alloc(10_000_000, 0x30)),
  silent: async () => {},
}

/** Starts one; it needs the program `openssl`. */
export async function startAuthority(): Promise<TestAuthority> {
  const folder = mkdtempSync(join(tmpdir(), 'plumbline-authority-'))
  certify(folder)
  const reply = replying(folder)
  let [asked, conduct]: [number, Conduct] = [0, 'right']
  const server = createServer((request, response) => {
    asked += 1
    void queryIn(request)
      .then((query) => conducts[conduct](query, reply, response))
      .catch(() => response.destroy())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/tsa`,
    caFile: join(folder, 'ca.pem'),
    asked: () => asked,
    behave: (next) => void (conduct = next),
    reply,
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

async function queryIn(request: IncomingMessage): Promise<Query> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  if (request.headers['content-type'] !== 'application/timestamp-query') throw new Error('No query.')
  const bytes = new Uint8Array(Buffer.concat(chunks))
  const query = within(new DerReader(bytes).take(tags.sequence))
  query.take(tags.integer)
  const imprint = within(query.take(tags.sequence))
  imprint.take(tags.sequence)
  return { imprint: imprint.take(tags.octets).content, nonce: query.take(tags.integer).content, bytes }
}

const config = `
[req]
distinguished_name = name
[name]
[ca]
basicConstraints = critical,CA:TRUE
[tsa_cert]
basicConstraints = CA:FALSE
extendedKeyUsage = critical,timeStamping
[tsa]
default_tsa = one
[one]
serial = serial
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256
accuracy = secs:1
tsa_name = yes
ess_cert_id_alg = sha256
`

function certify(folder: string): void {
  const openssl = (...args: readonly string[]) => execFileSync('openssl', args, { cwd: folder, stdio: 'pipe' })
  writeFileSync(join(folder, 'openssl.cnf'), config)
  writeFileSync(join(folder, 'serial'), '01\n')
  const made = ['-config', 'openssl.cnf', '-newkey', 'rsa:2048', '-nodes', '-sha256']
  openssl('req', '-x509', ...made, '-keyout', 'ca.key', '-out', 'ca.pem', '-subj', '/CN=Test CA', '-extensions', 'ca')
  openssl('req', ...made, '-keyout', 'tsa.key', '-out', 'tsa.csr', '-subj', '/O=Tests/CN=Test clock')
  const signed = ['-CA', 'ca.pem', '-CAkey', 'ca.key', '-set_serial', '2', '-days', '2', '-sha256']
  openssl(
    'x509',
    '-req',
    '-in',
    'tsa.csr',
    '-out',
    'tsa.pem',
    ...signed,
    '-extfile',
    'openssl.cnf',
    '-extensions',
    'tsa_cert',
  )
}

function replying(folder: string): Reply {
  let count = 0
  return async (query) => {
    count += 1
    const [asked, answer] = [`${count}.tsq`, `${count}.tsr`]
    writeFileSync(join(folder, asked), query)
    const signer = ['-signer', 'tsa.pem', '-inkey', 'tsa.key', '-chain', 'ca.pem']
    const args = ['ts', '-reply', '-config', 'openssl.cnf', '-queryfile', asked, '-out', answer, ...signer]
    await promisify(execFile)('openssl', args, { cwd: folder })
    return new Uint8Array(readFileSync(join(folder, answer)))
  }
}
