import { run } from './chromium.mjs'

// Plain JavaScript without packages: it runs before anything is installed.

/** No OpenSSL can be had; the message is one sentence or two. */
export class OpensslError extends Error {}

/**
 * Makes sure that there is the program `openssl`, which is the tests' authority of timestamps and their judge; on Debian it
 * is installed where it may be.
 * @param {(sentence: string) => void} say
 */
export function requireOpenssl(say) {
  if (run('openssl', ['version']).ok) return
  if (process.getuid?.() === 0 && run('apt-get', ['--version']).ok) {
    say("Installing Debian's OpenSSL …")
    run('apt-get', ['update'])
    run('apt-get', ['install', '-y', '--no-install-recommends', 'openssl'])
    if (run('openssl', ['version']).ok) return
  }
  throw new OpensslError(
    'The program openssl was not found on this machine. Install OpenSSL, and run the command again.',
  )
}
