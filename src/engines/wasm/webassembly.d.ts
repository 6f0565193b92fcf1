/** The part of the WebAssembly API that this engine uses; Node's types do not have it, and the browser's are not wanted. */
declare namespace WebAssembly {
  type Exports = Readonly<Record<string, unknown>>

  class Module {
    constructor(bytes: Uint8Array<ArrayBuffer>)
  }

  class Instance {
    constructor(module: Module, imports: Readonly<Record<string, Exports>>)
    readonly exports: Exports
  }

  class Memory {
    constructor(descriptor: { initial: number; maximum: number; shared: boolean })
    readonly buffer: SharedArrayBuffer
    grow(pages: number): number
  }

  class Global {
    value: number
  }

  function compile(bytes: Uint8Array<ArrayBuffer>): Promise<Module>
  function validate(bytes: Uint8Array<ArrayBuffer>): boolean
}
