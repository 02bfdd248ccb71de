import { existsSync, realpathSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

function folderOfPackage(folder: string): string {
  return existsSync(join(folder, 'package.json')) ? folder : folderOfPackage(dirname(folder))
}

/** The folder of this checkout, from the sources as from the bundle that is built of them. */
export const checkout: string = folderOfPackage(dirname(realpathSync(fileURLToPath(import.meta.url))))
