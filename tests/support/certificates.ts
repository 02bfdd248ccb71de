import { execFileSync } from 'node:child_process'
import { createPrivateKey, X509Certificate, type KeyObject } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** The kinds of keys that authorities of timestamps sign with, as `openssl genpkey` makes them. */
const kinds = {
  RSA: ['RSA', '-pkeyopt', 'rsa_keygen_bits:2048'],
  'RSA-PSS': ['RSA-PSS', '-pkeyopt', 'rsa_keygen_bits:2048'],
  'ECDSA P-256': ['EC', '-pkeyopt', 'ec_paramgen_curve:P-256'],
  'ECDSA P-384': ['EC', '-pkeyopt', 'ec_paramgen_curve:P-384'],
  Ed25519: ['ED25519'],
} as const

export type KeyKind = keyof typeof kinds

/** A certificate in DER, its key, and the name that the files of both have before `.pem` and `.key`. */
export interface Certified {
  readonly certificate: Uint8Array
  readonly key: KeyObject
  readonly file: string
}

/** What `extendedKeyUsage` of an authority of timestamps has to be. */
export const forTimestamps = 'extendedKeyUsage = critical,timeStamping'

const openssl = (folder: string, ...args: readonly string[]) =>
  execFileSync('openssl', args, { cwd: folder, stdio: 'pipe' })

function makeKey(folder: string, file: string, kind: KeyKind): void {
  openssl(folder, 'genpkey', '-algorithm', ...kinds[kind], '-out', `${file}.key`)
}

/** Makes the certificate `ca.pem` that gives out all others of a folder, with its key. */
export function makeRoot(folder: string): void {
  writeFileSync(
    join(folder, 'root.cnf'),
    '[req]\ndistinguished_name = name\n[name]\n[ca]\nbasicConstraints = critical,CA:TRUE\n',
  )
  makeKey(folder, 'ca', 'RSA')
  const named = ['-config', 'root.cnf', '-extensions', 'ca', '-subj', '/CN=Test CA']
  openssl(folder, 'req', '-x509', '-sha256', '-key', 'ca.key', '-out', 'ca.pem', ...named)
}

/** Has the root give out another certificate, to the test's clock, with these extensions. */
export function certify(folder: string, kind: KeyKind, extensions: string, serial: number): Certified {
  const file = `clock${serial}`
  makeKey(folder, file, kind)
  writeFileSync(join(folder, 'extensions.cnf'), `basicConstraints = CA:FALSE\n${extensions}\n`)
  const named = ['-config', 'root.cnf', '-subj', '/O=Tests/CN=Test clock']
  openssl(folder, 'req', '-new', '-key', `${file}.key`, '-out', `${file}.csr`, ...named)
  const by = ['-CA', 'ca.pem', '-CAkey', 'ca.key', '-set_serial', String(serial), '-days', '2', '-sha256']
  const made = ['-in', `${file}.csr`, '-out', `${file}.pem`, '-extfile', 'extensions.cnf']
  openssl(folder, 'x509', '-req', ...made, ...by)
  const read = (name: string) => readFileSync(join(folder, name))
  return { certificate: certificateIn(read(`${file}.pem`)), key: createPrivateKey(read(`${file}.key`)), file }
}

/** A certificate that OpenSSL wrote, in DER. */
export const certificateIn = (pem: Buffer): Uint8Array => new Uint8Array(new X509Certificate(pem).raw)
