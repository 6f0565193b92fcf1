import { LstmError } from '../../errors.ts'

/** In the place of library.ts in a browser. */
export function loadTensorFlow(): never {
  throw new LstmError('usage', 'the tensorflow engine needs Node', {
    hint: 'the engine wasm is as good, and the one to use in a browser',
  })
}
