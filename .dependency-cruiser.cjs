// The architecture of Plumbline, as rules that a machine checks: `npm run layers`.

const IMPURE = '(commands|queries|store|follower)(\\.ts$|/)|\\.gateway\\.ts$'
const TEST = '\\.test\\.tsx?$'
const NOUN_FILE = '^server/([^/]+)/'
const PURE_PACKAGES = ['^node_modules/(zod|diff|csv-parse|ipaddr\\.js|@noble/hashes|tldts)/']

/** A pure file of any noun, or what every noun shares: the closed set of errors, the parts of inputs. */
const PURE_SERVER = [
  '^server/(errors|inputs)\\.ts$',
  `^server/[^/]+/(?!(commands|queries|store|follower)(\\.ts$|/))(?!.*\\.gateway\\.ts$)`,
]

/** Files of one noun may use these packages besides the ones that every pure file may use. */
const pure = (noun, from, packages) => ({
  name: `pure-unless-named-otherwise-${noun}`,
  severity: 'error',
  comment:
    'A file of a noun is pure (no clock, no chance, no I/O, no framework) unless its name is commands, queries, store, follower or *.gateway: ' +
    'so the browser may import it and a test needs no set-up.',
  from: { path: from.path, pathNot: [IMPURE, TEST, ...(from.pathNot ?? [])] },
  to: { pathNot: [...PURE_SERVER, ...PURE_PACKAGES, ...packages], dependencyTypesNot: ['type-only'] },
})

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'db-is-the-floor',
      severity: 'error',
      comment:
        'The database layer imports nothing of ours: a schema is a record of the past and must not change with the code above it.',
      from: { path: '^db/', pathNot: TEST },
      to: { path: '^(app|server|tests)/' },
    },
    {
      name: 'server-never-imports-app',
      severity: 'error',
      comment:
        'What the system knows does not depend on what a person sees; only server/http.ts loads the built pages, by a path.',
      from: { path: '^server/', pathNot: '^server/http\\.ts$' },
      to: { path: '^app/' },
    },
    {
      name: 'app-never-imports-db',
      severity: 'error',
      comment: 'Pages ask queries and commands; they never touch tables or connections.',
      from: { path: '^app/' },
      to: { path: '^db/' },
    },
    pure('nouns', { path: NOUN_FILE, pathNot: ['^server/(realtime|history)/'] }, []),
    pure('realtime', { path: '^server/realtime/' }, ['^node_modules/(yjs|y-protocols|lib0)/']),
    // The Node's own half of a conditional import: as pure as the other half, and in no browser.
    pure('history', { path: '^server/history/', pathNot: ['^server/history/sha(256|512)\\.node\\.ts$'] }, [
      '^node_modules/(canonicalize|yjs|lib0|@noble/curves)/',
    ]),
    {
      name: 'components-see-only-pure-server-code',
      severity: 'error',
      comment: 'Components and the editor run in the browser: of the server they may import pure files only, or types.',
      from: { path: '^app/(components|editor|ui)/', pathNot: TEST },
      to: { path: '^server/', pathNot: PURE_SERVER, dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'no-circular',
      severity: 'error',
      comment: 'Two files that need each other are one file, or lack a third.',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'ui-knows-no-noun',
      severity: 'error',
      comment: 'app/ui is the look: it knows neither what we talk about nor where the page comes from.',
      from: { path: '^app/ui/' },
      to: { path: '^(server|app/(components|routes|editor))/|^node_modules/@remix-run/' },
    },
    {
      name: 'editor-only-yjs-in-browser',
      severity: 'error',
      comment: 'Only app/editor touches live texts in the browser, so that authorship is bound in one place.',
      from: { path: '^app/', pathNot: ['^app/editor/', TEST] },
      to: {
        path: '^node_modules/(yjs|lib0|y-websocket|y-protocols|y-codemirror\\.next|@codemirror|@lezer)/',
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'store-is-private',
      severity: 'error',
      comment:
        "A noun's store is used by history and by commands and queries, whose one transaction may span nouns; nobody else reaches rows.",
      from: { path: NOUN_FILE, pathNot: ['^server/history/', '/(commands|queries)(\\.ts$|/)', TEST] },
      to: {
        path: '^server/[^/]+/store(\\.ts$|/)',
        pathNot: '^server/($1|history)/',
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'store-is-private-to-pages',
      severity: 'error',
      comment: 'No page reads or writes rows.',
      from: { path: '^app/' },
      to: { path: '^server/[^/]+/store(\\.ts$|/)', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'schema-is-private',
      severity: 'error',
      comment:
        'Tables are named in stores, queries and gateways only: these are the files to read when a column changes.',
      from: { path: '^(app|server)/', pathNot: ['(store|queries)(\\.ts$|/)', '\\.gateway\\.ts$', TEST] },
      to: { path: '^db/schema/' },
    },
    {
      name: 'env-only-in-index',
      severity: 'error',
      comment:
        'Settings are read once where a program starts, and handed on: nothing below depends on the environment.',
      from: {
        path: '^(app|server)/',
        pathNot: ['^server/(index|admin-create|history-verify|history-seal)\\.ts$', '^server/env\\.test\\.ts$'],
      },
      to: { path: '^server/env\\.ts$', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'not-to-tests',
      severity: 'error',
      comment: 'Nothing that runs for people depends on a test.',
      from: { path: '^(app|server|db)/', pathNot: TEST },
      to: { path: `^tests/|${TEST}` },
    },
    {
      name: 'not-to-unresolvable',
      severity: 'error',
      comment: 'An import that leads nowhere hides from every other rule.',
      from: {},
      to: { couldNotResolve: true, pathNot: '^virtual:|^(\\.\\./)+build/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(build|\\.cache|\\.data)/|\\.css$' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.cjs', '.json', '.d.ts'],
    },
  },
}
