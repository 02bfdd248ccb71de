/** The embedded database cannot be used; the message is one sentence for the person who started it. */
export class EmbeddedError extends Error {
  override name = 'EmbeddedError'
}

/** Another process runs the database on the same data. */
export class EmbeddedInUseError extends EmbeddedError {
  override name = 'EmbeddedInUseError'
  readonly pid: number

  constructor(dataDir: string, pid: number) {
    super(
      `Another Plumbline (process ${pid}) is already running on the data in ${dataDir}; stop it first, ` +
        'or name another folder in PLUMBLINE_DATA_DIR.',
    )
    this.pid = pid
  }
}
