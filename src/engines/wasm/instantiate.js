/**
 * The kernels over a memory; used by the calling thread and by every worker.
 *
 * @param {WebAssembly.Module} module
 * @param {WebAssembly.Memory} memory
 * @returns {WebAssembly.Exports}
 */
export function instantiate(module, memory) {
  const imports = { env: { memory }, math: { exp: Math.exp, log: Math.log } }
  return new WebAssembly.Instance(module, imports).exports
}
