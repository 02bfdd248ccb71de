import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** What a program said, and how it ended. */
export interface Said {
  readonly code: number | null
  readonly out: string
  readonly err: string
}

/** A folder that is empty, for as long as somebody works in it. */
export async function inEmptyFolder<Done>(work: (folder: string) => Promise<Done> | Done): Promise<Done> {
  const folder = mkdtempSync(join(tmpdir(), 'plumbline-bundle-'))
  try {
    return await work(folder)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Unpacks a bundle with the system's own program, and answers with its folder. */
export function unpacked(archive: Uint8Array, folder: string): string {
  const path = join(folder, 'bundle.tar.gz')
  writeFileSync(path, archive)
  execFileSync('tar', ['-xzf', path, '-C', folder])
  rmSync(path)
  const [name] = readdirSync(folder)
  return join(folder, name ?? '')
}

/** Runs the program of a bundle as a stranger does: with nothing but Node, and nothing of ours around it. */
export function verify(folder: string, ...args: readonly string[]): Said {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['verify.mjs', ...args], {
    cwd: folder,
    env: {} as NodeJS.ProcessEnv,
    encoding: 'utf8',
  })
  return { code: status, out: stdout, err: stderr }
}
