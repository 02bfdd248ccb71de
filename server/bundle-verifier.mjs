import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

/**
 * The program that checks exported histories, as one file that needs nothing but Node; made of the same sources as ours.
 * @returns {Promise<Uint8Array>}
 */
export async function bundledVerifier() {
  const { outputFiles } = await build({
    absWorkingDir: fileURLToPath(new URL('..', import.meta.url)),
    entryPoints: ['server/verify-bundle.ts'],
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    // Every Node has what stands in for it elsewhere.
    external: ['@noble/curves/*'],
    legalComments: 'inline',
    charset: 'utf8',
    write: false,
    logLevel: 'warning',
  })
  return outputFiles[0].contents
}
