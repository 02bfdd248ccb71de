import { once } from 'node:events'
import { createServer, type AddressInfo, type Socket } from 'node:net'
import { expect, test } from 'vitest'
import { createPost } from './mail.gateway.ts'

const letter = { to: 'ann@example.org', subject: 'Hello', text: 'Hello.' }

test('a mail server that never answers does not keep the end waiting', async () => {
  const sockets: Socket[] = []
  const silent = createServer((socket) => sockets.push(socket)).listen(0, '127.0.0.1')
  await once(silent, 'listening')
  const errors: unknown[] = []
  const post = createPost({
    smtpUrl: `smtp://127.0.0.1:${(silent.address() as AddressInfo).port}`,
    from: 'desk@example.org',
    onUnsent: () => {},
    onError: (error) => errors.push(error),
    mostPause: 0,
    patience: 50,
  })
  const connected = once(silent, 'connection')
  post.send(async () => letter)
  await connected
  await post.settled()
  expect(errors).toEqual([new Error('The mail server does not answer: letters were given up.')])
  for (const socket of sockets) socket.destroy()
  silent.close()
})

test('the end waits for letters that are on their way, and no longer', async () => {
  const sent: unknown[] = []
  const onError = (error: unknown) => sent.push(error)
  const post = createPost({ smtpUrl: undefined, from: '', onUnsent: (each) => sent.push(each), onError, mostPause: 20 })
  post.send(async () => letter)
  await post.settled()
  expect(sent).toEqual([letter])
})

test('why a mail server does not take a letter is told to whoever keeps the log, too', async () => {
  const full = createServer((socket) => socket.end('421 too busy\r\n')).listen(0, '127.0.0.1')
  await once(full, 'listening')
  const errors: unknown[] = []
  const post = createPost({
    smtpUrl: `smtp://127.0.0.1:${(full.address() as AddressInfo).port}`,
    from: 'desk@example.org',
    onUnsent: () => {},
    onError: (error) => errors.push(error),
  })
  await expect(post.sendNow(letter)).rejects.toThrow('421')
  expect(errors).toMatchObject([{ responseCode: 421 }])
  full.close()
})
