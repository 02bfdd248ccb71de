import { all, foreignOrigins, withHeaders, withMethod, withTarget, type Hostile } from './hostile-requests.ts'
import type { RawRequest } from './raw-http.ts'

/** The beginning of a socket, as a page of the site at this port asks for it. */
export function rightUpgrade(port: number, path: string, cookie: string): RawRequest {
  return {
    method: 'GET',
    target: path,
    headers: [
      ['Host', `localhost:${port}`],
      ['Origin', `http://localhost:${port}`],
      ['Cookie', cookie],
      ['Connection', 'Upgrade'],
      ['Upgrade', 'websocket'],
      ['Sec-WebSocket-Version', '13'],
      ['Sec-WebSocket-Key', 'dGhlIHNhbXBsZSBub25jZQ=='],
    ],
    body: '\r\n',
  }
}

/** Ways to ask for a socket wrongly; 0 stands for a connection that is closed without a word. */
export const hostileUpgrades: readonly Hostile[] = [
  ...foreignOrigins.map((value) => ({
    name: `origin "${value}"`,
    status: 403,
    change: withHeaders({ Origin: value }),
  })),
  ...all(403, {
    'no origin': withHeaders({ Origin: null }),
    'two origins': withHeaders({ Origin: ['http://localhost:$port', 'https://evil.example'] }),
    'a forged host of a proxy': withHeaders({ Origin: 'https://evil.example', 'X-Forwarded-Host': 'evil.example' }),
    'a name that leads here': withHeaders({ Host: 'evil.example:$port', Origin: 'http://evil.example:$port' }),
    'a host with a person': withHeaders({ Host: 'evil.example@localhost:$port' }),
  }),
  ...all(404, {
    'no room': withTarget(() => '/rooms/claim/'),
    'another kind of room': withTarget((path) => path.replace('claim', 'team')),
    'two slashes inside': withTarget((path) => path.replace('claim/', 'claim//')),
    'a step up': withTarget((path) => path.replace('claim/', 'claim/../claim/')),
    'something behind the room': withTarget((path) => `${path}/x`),
    'an encoded letter': withTarget((path) => path.replace('claim/', 'claim/%61')),
    'a client id that is none': withTarget((path) => `${path}?client=1e9`),
    'a room without end': withTarget((path) => `${path}${'x'.repeat(4_096)}`),
  }),
  ...all(0, {
    'two slashes': withTarget((path) => `/${path}`),
    'a whole address': withTarget((path) => `http://localhost${path}`),
    'a page': withTarget(() => '/'),
  }),
  ...all(400, {
    'no key': withHeaders({ 'Sec-WebSocket-Key': null }),
    'a key that is none': withHeaders({ 'Sec-WebSocket-Key': 'x' }),
    'another version': withHeaders({ 'Sec-WebSocket-Version': '12' }),
    'another protocol': withHeaders({ Upgrade: 'h2c' }),
  }),
  ...all(405, { POST: withMethod('POST') }),
]
