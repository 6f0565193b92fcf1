import { fileURLToPath } from 'node:url'
import { LstmError } from '../errors.ts'

/** The path of a file. @throws LstmError 'usage' for a URL that is not of a file */
export function pathOf(place: string | URL): string {
  if (typeof place === 'string') return place
  if (place.protocol === 'file:') return fileURLToPath(place)
  throw new LstmError('usage', `${place.href} is not the URL of a file`, {
    hint: 'fetch it, and give its bytes',
  })
}
