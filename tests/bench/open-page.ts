import type { WebSocket } from 'ws'
import { RestingLoads } from '#app/editor/resting-loads.ts'
import { betweenLoads } from '#server/realtime/protocol.ts'
import { withNews } from '#server/reports/assemble.ts'
import type { WorkspaceData, WorkspaceNews } from '#server/reports/workspace.ts'
import { socketOf, until, type Person } from '#tests/support/rooms.ts'

type Ask = (what: string) => Promise<unknown>

/** An open page of a report: whenever it is told of something it loads that, as pages do. */
export class OpenPage {
  told = 0
  loaded = 0
  #data: WorkspaceData
  #isLoading = false
  readonly #ask: Ask
  readonly #socket: WebSocket
  readonly #loads = new RestingLoads(() => void this.#load(), betweenLoads)

  private constructor(data: WorkspaceData, ask: Ask, socket: WebSocket) {
    this.#data = data
    this.#ask = ask
    this.#socket = socket
    socket.on('message', () => {
      this.told += 1
      this.#loads.want()
    })
  }

  static async load(url: string, person: Person, reportId: string): Promise<OpenPage> {
    const address = `${url.replace('ws', 'http')}/${person.personId}/${reportId}`
    const ask = async (what: string) => (await fetch(`${address}/${what}`)).json()
    const socket = new (socketOf(person))(`${url}/rooms/report/${reportId}`)
    return new OpenPage((await ask('all')) as WorkspaceData, ask, socket)
  }

  /** Closes the page once it knows of so many claims. */
  async closeKnowing(claims: number): Promise<void> {
    await until(() => this.#data.claims.length >= claims, `a page knows of ${claims} claims`)
    this.#socket.terminate()
    this.#loads.stop()
    await until(() => !this.#isLoading, 'a page has loaded')
  }

  async #load(): Promise<void> {
    this.#isLoading = true
    this.#loads.note(true)
    const news = (await this.#ask(`${this.#data.seq}/${this.#data.mark}`)) as WorkspaceNews | null
    this.#data = news ? withNews(this.#data, news) : ((await this.#ask('all')) as WorkspaceData)
    this.loaded += 1
    this.#isLoading = false
    this.#loads.note(false)
  }
}
