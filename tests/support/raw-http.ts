import { once } from 'node:events'
import { connect } from 'node:net'

/** A request as it goes over the wire, well-formed or not. */
export interface RawRequest {
  readonly method: string
  readonly target: string
  readonly headers: readonly (readonly [name: string, value: string])[]
  readonly body: string
}

/** Sends a request on a connection of its own; answers the status, or 0 when the server closed without one. */
export async function sendRaw(port: number, { method, target, headers, body }: RawRequest): Promise<number> {
  const socket = connect(port, '127.0.0.1')
  let answer = ''
  const answered = new Promise<void>((resolve) => {
    socket.on('data', (part: Buffer) => {
      answer += part.toString('latin1')
      if (answer.includes('\r\n')) resolve()
    })
    socket.on('close', () => resolve())
  })
  // A server that has seen enough closes while we write.
  socket.on('error', () => {})
  await Promise.race([once(socket, 'connect'), once(socket, 'close')])
  const lines = [`${method} ${target} HTTP/1.1`, ...headers.map(([name, value]) => `${name}: ${value}`), '', body]
  socket.write(lines.join('\r\n'))
  await answered
  socket.destroy()
  return Number(/^HTTP\/1\.1 (\d{3})/u.exec(answer)?.[1] ?? 0)
}
