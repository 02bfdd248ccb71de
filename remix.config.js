/** The options of the Remix plugin; `vite.config.ts` passes them on. */
export default {
  appDirectory: 'app',
  ignoredRouteFiles: ['**/*'],
  serverModuleFormat: 'esm',
  future: {
    v3_fetcherPersist: true,
    v3_relativeSplatPath: true,
    v3_throwAbortReason: true,
    v3_singleFetch: true,
    v3_routeConfig: true,
    // Stays off: its manifest endpoint can be made to burn seconds of CPU by one request.
    v3_lazyRouteDiscovery: false,
  },
}
