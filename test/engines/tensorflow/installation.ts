import { loadTensorFlow } from '../../../src/engines/tensorflow/library.ts'
import { LstmError } from '../../../src/errors.ts'

/**
 * Why the engine cannot run here: its library is optional. Undefined where it can, and also where the library is
 * there but does not load, so that a broken installation fails tests instead of skipping them.
 */
export const skip: { reason: string } | undefined = (() => {
  try {
    loadTensorFlow()
    return undefined
  } catch (error) {
    const missing = error instanceof LstmError && error.message.endsWith('not installed')
    return missing ? { reason: error.message } : undefined
  }
})()
