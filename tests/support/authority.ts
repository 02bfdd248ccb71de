import { execFile, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { der, DerReader, tags, within } from '#server/history/der.ts'
import { timestampQuery } from '#server/history/timestamp.ts'
import { certificateIn, certify, forTimestamps, makeRoot, type Certified, type KeyKind } from './certificates.ts'

/** How an authority behaves: as it should, or in one of the ways that are not to be trusted. */
export type Conduct = keyof typeof conducts

/** An authority of timestamps on this machine: OpenSSL, with certificates of its own. */
export interface TestAuthority {
  readonly url: string
  /** The certificate of whom it is to be trusted by, as OpenSSL takes it. */
  readonly caFile: string
  /** The same certificate in DER. */
  readonly ca: Uint8Array
  /** How often it was asked. */
  asked(): number
  behave(conduct: Conduct): void
  /** What OpenSSL answers to a query. */
  reply(query: Uint8Array): Promise<Uint8Array>
  /** Another certificate by whom it is trusted by, with these extensions. */
  certify(kind: KeyKind, extensions: string): Certified
  /** What OpenSSL says of bytes and an answer, to somebody who has nothing of ours. */
  judge(bytes: string | Uint8Array, answer: Uint8Array): { readonly code: number | null; readonly out: string }
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

/** Starts one that signs with a key of this kind and such a digest; it needs the program `openssl`. */
export async function startAuthority(kind: KeyKind = 'RSA', digest = 'sha256'): Promise<TestAuthority> {
  const folder = mkdtempSync(join(tmpdir(), 'plumbline-authority-'))
  let serial = 1
  makeRoot(folder)
  const reply = replying(folder, certify(folder, kind, forTimestamps, (serial += 1)), digest)
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
    ca: certificateIn(readFileSync(join(folder, 'ca.pem'))),
    asked: () => asked,
    behave: (next) => void (conduct = next),
    reply,
    certify: (ofKind, extensions) => certify(folder, ofKind, extensions, (serial += 1)),
    judge: (bytes, answer) => judged(folder, bytes, answer),
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
[tsa]
default_tsa = one
[one]
serial = serial
default_policy = 1.2.3.4.1
digests = sha256
accuracy = secs:1
tsa_name = yes
ess_cert_id_alg = sha256
`

function replying(folder: string, { file }: Certified, digest: string): Reply {
  writeFileSync(join(folder, 'openssl.cnf'), config)
  writeFileSync(join(folder, 'serial'), '01\n')
  let count = 0
  return async (query) => {
    count += 1
    const [asked, answer] = [`${count}.tsq`, `${count}.tsr`]
    writeFileSync(join(folder, asked), query)
    const signer = ['-signer', `${file}.pem`, '-inkey', `${file}.key`, '-chain', 'ca.pem', `-${digest}`]
    const args = ['ts', '-reply', '-config', 'openssl.cnf', '-queryfile', asked, '-out', answer, ...signer]
    await promisify(execFile)('openssl', args, { cwd: folder })
    return new Uint8Array(readFileSync(join(folder, answer)))
  }
}

function judged(folder: string, bytes: string | Uint8Array, answer: Uint8Array): ReturnType<TestAuthority['judge']> {
  writeFileSync(join(folder, 'judged.txt'), bytes)
  writeFileSync(join(folder, 'judged.tsr'), answer)
  const args = ['ts', '-verify', '-data', 'judged.txt', '-in', 'judged.tsr', '-CAfile', 'ca.pem']
  const { status, stdout, stderr } = spawnSync('openssl', args, { cwd: folder, encoding: 'utf8' })
  return { code: status, out: stdout + stderr }
}
