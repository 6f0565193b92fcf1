import type { VectorWidth } from '../src/engines/engine.ts'
import { compile } from '../src/engines/wasm/kernels.ts'
import { kernelsFor256 } from '../src/engines/wasm/width.ts'
import { LstmError } from '../src/errors.ts'
import { environmentSettings } from '../src/settings/run-settings.ts'

/** The vector widths to measure: LSTM_VECTOR_WIDTH, or all that there are here. */
export async function vectorWidths(): Promise<Exclude<VectorWidth, 'auto'>[]> {
  const { vectorWidth = 'auto' } = environmentSettings(process.env)
  if (vectorWidth !== 'auto') return [vectorWidth]
  try {
    await kernelsFor256('256')
    return ['128', '256']
  } catch (error) {
    if (error instanceof LstmError && error.code === 'usage') return ['128']
    throw error
  }
}

/** The kernels of each width, and those without fused multiply-add, by the name that stands behind that of a measurement. */
export async function kernelModules(): Promise<{ suffix: string; module: WebAssembly.Module }[]> {
  const modules = []
  for (const width of await vectorWidths()) {
    const module = (await kernelsFor256(width)) ?? (await compile())
    modules.push({ suffix: width === '256' ? '-256' : '', module })
  }
  return [...modules, { suffix: '-separate', module: await compile('separate') }]
}
