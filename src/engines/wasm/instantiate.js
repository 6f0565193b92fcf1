/**
 * The kernels over a memory; used by the calling thread and by every worker.
 *
 * @param {WebAssembly.Module} module
 * @param {WebAssembly.Memory} memory
 * @returns {WebAssembly.Exports}
 */
export function instantiate(module, memory) {
  return new WebAssembly.Instance(module, { env: { memory } }).exports
}
