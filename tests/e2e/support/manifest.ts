import { pathToFileURL } from 'node:url'

interface BuiltRoute {
  readonly path?: string
  readonly parentId?: string
  readonly module: {
    readonly default?: unknown
    readonly loader?: unknown
    readonly action?: { readonly intents?: readonly string[] }
  }
}

/** An address of the built product. */
export interface BuiltAddress {
  readonly pattern: string
  readonly isRead: boolean
  readonly isPosted: boolean
  /** The intents that its action knows; none when it does one thing only. */
  readonly intents: readonly string[]
}

/** The build's own list of its routes, and the flags with which it was built. */
export async function builtManifest(): Promise<{ addresses: BuiltAddress[]; future: Record<string, boolean> }> {
  const build = (await import(pathToFileURL('build/server/index.js').href)) as {
    routes: Record<string, BuiltRoute>
    future: Record<string, boolean>
  }
  const addresses = Object.values(build.routes)
    .filter(({ parentId }) => parentId !== undefined)
    .map(({ path = '', module }) => ({
      pattern: `/${path}`,
      isRead: module.loader !== undefined || module.default !== undefined,
      isPosted: module.action !== undefined,
      intents: module.action?.intents ?? [],
    }))
  return { addresses, future: build.future }
}
