import { expect, test } from 'vitest'
import { cookieIn, makeCookie } from './cookie.ts'

const [own, planted] = ['o'.repeat(43), 'p'.repeat(43)]

test.each(['session', 'device'])('over https a plain %s cookie is nobody’s, before or after the real one', (name) => {
  expect(cookieIn(name, `${name}=${planted}; __Host-${name}=${own}`, true)).toBe(own)
  expect(cookieIn(name, `__Host-${name}=${own}; ${name}=${planted}`, true)).toBe(own)
  expect(cookieIn(name, `${name}=${planted}`, true)).toBeNull()
})

test.each([true, false])('what is made is what is read (https: %s)', (secure) => {
  const [sent = ''] = makeCookie('session', own, secure, 60).split(';')
  expect(cookieIn('session', `other=1; ${sent}`, secure)).toBe(own)
  expect(cookieIn('session', `other=1; ${sent}`, !secure)).toBeNull()
})
