import type { AddressInfo } from 'node:net'
import express from 'express'

// What the bench of public pages compares with: the same bytes as files, served by a server that does nothing else.
const app = express()
app.use(express.static(process.argv[2] ?? '', { extensions: ['html'], index: false, redirect: false }))
const server = app.listen(0, '127.0.0.1', () => {
  process.stdout.write(`http://127.0.0.1:${(server.address() as AddressInfo).port}\n`)
})
// It rests while the other is asked, and must not close what its readers take up again.
server.keepAliveTimeout = 65_000
process.on('disconnect', () => process.exit(0))
