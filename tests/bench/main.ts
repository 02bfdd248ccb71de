import { benchEnumeration } from './enumeration.ts'
import { benchImport } from './import.ts'
import { benchLongHistory } from './long-history.ts'
import { benchPublic } from './public.ts'
import { benchReplay } from './replay.ts'
import { benchSealing } from './sealing.ts'
import { benchTimeline } from './timeline.ts'

// `npm run bench -- <name>`: what is measured, each with its target.
const benches: Readonly<Record<string, () => Promise<void>>> = {
  import: benchImport,
  enumeration: benchEnumeration,
  public: benchPublic,
  replay: benchReplay,
  'long-history': benchLongHistory,
  timeline: benchTimeline,
  /** All that an auditor waits for, one after the other. */
  async history() {
    for (const bench of [benchReplay, benchLongHistory, benchTimeline]) await bench()
  },
  sealing: benchSealing,
}

const run = benches[process.argv[2] ?? '']
if (run) {
  await run()
  process.exit()
}
process.stderr.write(`Use: npm run bench -- ${Object.keys(benches).join(' | ')}\n`)
process.exitCode = 1
