import { Socket } from 'node:net'

// Loaded into the server by `start.mjs`: when that process is gone, the server ends as if it had been asked to.

if (process.env.PLUMBLINE_FOLLOW === '3') {
  delete process.env.PLUMBLINE_FOLLOW
  const lifeline = new Socket({ fd: 3, readable: true, writable: false })
  lifeline.on('error', () => {})
  lifeline.once('close', () => process.kill(process.pid, 'SIGTERM'))
  lifeline.resume()
  lifeline.unref()
}
