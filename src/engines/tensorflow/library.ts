import { createRequire } from 'node:module'
import util from 'node:util'
import { LstmError, reason, systemCode } from '../../errors.ts'
import type { TensorFlow } from './tfjs.ts'

const name = '@tensorflow/tfjs-node'

/**
 * The TensorFlow library, loaded at the first call, and silent: neither its banner nor its notices reach the terminal.
 *
 * TensorFlow reads its settings when it is loaded; what the user has set in the environment stays. One thread,
 * because two made an update of this network slower, and because the results then depend on no scheduling; no
 * oneDNN, because it rounds differently on each kind of processor and gained nothing.
 *
 * @param load gives the library; the tests have others
 * @throws LstmError 'usage' when it is not installed, or does not load
 */
export function loadTensorFlow(load: () => unknown = () => createRequire(import.meta.url)(name)): TensorFlow {
  process.env.TF_CPP_MIN_LOG_LEVEL ??= '2'
  process.env.TF_ENABLE_ONEDNN_OPTS ??= '0'
  process.env.TF_NUM_INTRAOP_THREADS ??= '1'
  provideUtilFunctions()
  try {
    const tf = load() as TensorFlow
    tf.enableProdMode()
    return tf
  } catch (error) {
    throw unavailable(error)
  }
}

/**
 * The library calls functions of node:util that Node 22 warns about and later ones lack. They get back what they
 * were, without the warning.
 */
function provideUtilFunctions(): void {
  Object.assign(util, {
    isArray: Array.isArray,
    isNullOrUndefined: (value: unknown) => value === null || value === undefined,
  })
}

function unavailable(cause: unknown): LstmError {
  const [line = ''] = reason(cause).split('\n')
  const missing = systemCode(cause) === 'MODULE_NOT_FOUND' && line.includes(`'${name}'`)
  const message = missing
    ? `the tensorflow engine needs ${name}, which is not installed`
    : `the tensorflow engine's library ${name} is installed but does not load: ${line}`
  const hint = `Run npm run setup:tensorflow (outside a checkout: npm install ${name}@4.22.0); the engine wasm works without it.`
  return new LstmError('usage', message, { hint, cause })
}
