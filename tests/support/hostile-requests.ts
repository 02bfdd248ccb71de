import type { RawRequest } from './raw-http.ts'

/** One way to send a right form wrongly, and the status that it gets. */
export interface Hostile {
  readonly name: string
  readonly status: number
  change(right: RawRequest): RawRequest
}

/** A right form as a page of the site at this port sends it. */
export function rightForm(port: number, path: string, cookie: string, body: string): RawRequest {
  return {
    method: 'POST',
    target: path,
    headers: [
      ['Host', `localhost:${port}`],
      ['Origin', `http://localhost:${port}`],
      ['Sec-Fetch-Site', 'same-origin'],
      ['Cookie', cookie],
      ['Content-Type', 'application/x-www-form-urlencoded'],
      ['Content-Length', String(Buffer.byteLength(body))],
    ],
    body,
  }
}

type Headers = Readonly<Record<string, string | readonly string[] | null>>

/** The same with other headers; null leaves one out, `$port` is the site's. */
export function withHeaders(headers: Headers): Hostile['change'] {
  return (right) => {
    const port = /:(\d+)$/u.exec(right.headers[0]?.[1] ?? '')?.[1] ?? ''
    const names = new Set(Object.keys(headers).map((name) => name.toLowerCase()))
    const added = Object.entries(headers).flatMap(([name, value]) =>
      [value ?? []].flat().map((each) => [name, each.replaceAll('$port', port)] as const),
    )
    return { ...right, headers: [...right.headers.filter(([name]) => !names.has(name.toLowerCase())), ...added] }
  }
}

export const withTarget = (target: (path: string) => string) => (right: RawRequest) => ({
  ...right,
  target: target(right.target),
})
export const withMethod = (method: string) => (right: RawRequest) => ({ ...right, method })
const both =
  (...changes: Hostile['change'][]): Hostile['change'] =>
  (right) =>
    changes.reduce((request, change) => change(request), right)

export const all = (status: number, rows: Readonly<Record<string, Hostile['change']>>): Hostile[] =>
  Object.entries(rows).map(([name, change]) => ({ name, status, change }))

const evil = { Origin: 'https://evil.example', 'Sec-Fetch-Site': 'cross-site' }
const fromEvil = withHeaders(evil)
/** As a browser that sends no Sec-Fetch-Site does, and as every raw client may. */
const origin = (value: string | readonly string[] | null, more: Headers = {}) =>
  withHeaders({ Origin: value, 'Sec-Fetch-Site': null, ...more })

export const foreignOrigins = [
  'https://evil.example',
  'http://localhost.evil.example:$port',
  'http://evil.localhost:$port',
  'http://localhost:1',
  'http://localhost',
  'https://localhost:$port',
  'http://localhost.:$port',
  'http://localhost:$port@evil.example',
  'http://localhost:$port/',
  'http://user@localhost:$port',
  'localhost:$port',
  'file://',
  'null',
  '',
]

/** Every way that is known to have worked against the framework, or against others like it, and what it gets here. */
export const hostileRequests: readonly Hostile[] = [
  ...foreignOrigins.flatMap((value) => [
    { name: `origin "${value}"`, status: 403, change: origin(value) },
    { name: `origin "${value}" of a cross-site form`, status: 403, change: withHeaders({ ...evil, Origin: value }) },
  ]),
  ...all(403, {
    'no origin and no site': origin(null),
    'no origin': withHeaders({ Origin: null }),
    'two origins': origin(['http://localhost:$port', 'https://evil.example']),
    'two origins in one': origin('http://localhost:$port, https://evil.example'),
    'own origin from another site': withHeaders({ 'Sec-Fetch-Site': 'cross-site' }),
    'own origin from the same site': withHeaders({ 'Sec-Fetch-Site': 'same-site' }),
    'own origin from nowhere': withHeaders({ 'Sec-Fetch-Site': 'none' }),
    'own origin and two sites': withHeaders({ 'Sec-Fetch-Site': ['same-origin', 'cross-site'] }),
    'a forged host of a proxy': origin('https://evil.example', { 'X-Forwarded-Host': 'evil.example' }),
    'a forged standard host of a proxy': origin('https://evil.example', { Forwarded: 'host=evil.example;proto=https' }),
    'a forged protocol of a proxy': origin('https://localhost:$port', { 'X-Forwarded-Proto': 'https' }),
    'single fetch': both(
      withTarget((path) => `${path}.data`),
      fromEvil,
    ),
    'a slash at the end': both(
      withTarget((path) => `${path}/`),
      fromEvil,
    ),
    'other letters': both(
      withTarget((path) => path.toUpperCase()),
      fromEvil,
    ),
    'an index': both(
      withTarget((path) => `${path}?index`),
      fromEvil,
    ),
    'a method in the address': both(
      withTarget((path) => `${path}?_method=POST`),
      fromEvil,
    ),
    'a method in a header': withHeaders({ ...evil, 'X-HTTP-Method-Override': 'POST' }),
    'plain text': withHeaders({ ...evil, 'Content-Type': 'text/plain' }),
    'no type': withHeaders({ ...evil, 'Content-Type': null }),
    'two types': withHeaders({ ...evil, 'Content-Type': ['text/plain', 'application/x-www-form-urlencoded'] }),
  }),
  ...all(421, {
    'a name that leads here': withHeaders({
      Host: 'evil.example:$port',
      Origin: 'http://evil.example:$port',
    }),
    'a name below this machine’s': withHeaders({ Host: 'evil.localhost:$port', Origin: 'http://evil.localhost:$port' }),
    'a host with a person': withHeaders({ Host: 'evil.example@localhost:$port' }),
    'a host with a path': withHeaders({ Host: 'localhost:$port/evil' }),
    'an empty host': withHeaders({ Host: '' }),
    'a name that leads here, as a whole address': both(
      withTarget((path) => `http://evil.example${path}`),
      withHeaders({ Host: 'evil.example', Origin: 'http://evil.example' }),
    ),
  }),
  ...all(400, {
    'the old data request': withTarget((path) => `${path}?_data=routes%2Fhome`),
    'the old data request from elsewhere': both(
      withTarget((path) => `${path}?_data=routes/home`),
      fromEvil,
    ),
    'the old data request without a value': withTarget((path) => `${path}?_data`),
    'the old data request, encoded': withTarget((path) => `${path}?%5Fdata=root`),
    'the old data request, encoded inside': withTarget((path) => `${path}?_d%61t%61=root`),
    'the old data request behind another': withTarget((path) => `${path}?a=b&_data=root`),
    'the old data request behind nothing': withTarget((path) => `${path}?&&_data=root`),
    'the old data request behind a second mark': withTarget((path) => `${path}?&_data=?root`),
    'a whole address': withTarget((path) => `http://localhost${path}`),
    'a whole address of another site': withTarget((path) => `http://evil.example${path}`),
    'two slashes': withTarget((path) => `/${path}`),
    'two slashes inside': withTarget((path) => `/x/${path}`),
    'a backslash': withTarget((path) => path.replace('/', '/\\')),
    'an encoded slash': withTarget((path) => path.replace(/\/(?=[^/]*$)/u, '/%2f')),
    'an encoded backslash': withTarget((path) => `/%5c${path}`),
    'a step up': withTarget((path) => `/x/..${path}`),
    'an encoded step up': withTarget((path) => `/x/%2e%2e${path}`),
    'a step on the spot': withTarget((path) => `/.${path}`),
    'an encoded letter': withTarget((path) =>
      path.replace(/[a-z]/u, (letter) => `%${letter.charCodeAt(0).toString(16)}`),
    ),
    'a null byte': withTarget((path) => `${path}%00`),
    'a null byte in the question': withTarget((path) => `${path}?claim=%00`),
    'a parameter of the path': withTarget((path) => `${path};a=b`),
    'a fragment': withTarget((path) => `${path}#?_data=root`),
    'broken encoding': withTarget((path) => `${path}%zz`),
    'two lengths': withHeaders({ 'Content-Length': ['3', '4'] }),
    'a length and pieces': withHeaders({ 'Transfer-Encoding': 'chunked' }),
    'a body in a GET': withMethod('GET'),
    'a body in a HEAD': withMethod('HEAD'),
    'a method in small letters': withMethod('post'),
  }),
  ...all(405, {
    PUT: withMethod('PUT'),
    PATCH: withMethod('PATCH'),
    DELETE: withMethod('DELETE'),
    OPTIONS: withMethod('OPTIONS'),
    TRACE: withMethod('TRACE'),
    PROPFIND: withMethod('PROPFIND'),
    'PUT from elsewhere': both(withMethod('PUT'), fromEvil),
  }),
  ...all(404, { 'the manifest': withTarget(() => '/__manifest?p=/&version=1') }),
  ...all(411, {
    'pieces without a length': both(
      withHeaders({ 'Content-Length': null, 'Transfer-Encoding': 'chunked' }),
      (right) => ({
        ...right,
        body: `${Buffer.byteLength(right.body).toString(16)}\r\n${right.body}\r\n0\r\n\r\n`,
      }),
    ),
  }),
  ...all(413, { 'a body without end': withHeaders({ 'Content-Length': '1000000000000' }) }),
  ...all(414, { 'an address without end': withTarget((path) => `${path}?x=${'x'.repeat(4_096)}`) }),
  ...all(415, {
    'plain text of an own page': withHeaders({ 'Content-Type': 'text/plain' }),
    'no type of an own page': withHeaders({ 'Content-Type': null }),
    JSON: withHeaders({ 'Content-Type': 'application/json' }),
    'a type that only begins like a form': withHeaders({ 'Content-Type': 'application/x-www-form-urlencodedX' }),
    'a type that only contains a form': withHeaders({ 'Content-Type': 'text/plain; multipart/form-data' }),
    'a packed form': withHeaders({ 'Content-Encoding': 'gzip' }),
  }),
]
