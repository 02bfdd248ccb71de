import { writeFileSync } from 'node:fs'
import { build } from 'esbuild'
import { bundledVerifier } from './bundle-verifier.mjs'

// Makes one file of the server's sources, because translating each of them anew took most of a start.

await build({
  entryPoints: ['server/index.ts'],
  outfile: 'build/main.mjs',
  bundle: true,
  packages: 'external',
  platform: 'node',
  format: 'esm',
  target: 'node20.19',
  sourcemap: true,
  logLevel: 'warning',
})

writeFileSync('build/verify.mjs', await bundledVerifier())
