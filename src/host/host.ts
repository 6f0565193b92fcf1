/**
 * What differs between Node and a browser, behind one interface: `node.ts` and `browser.ts` have it, and nothing that stands
 * on this room knows which of the two it runs on.
 */
export interface Host {
  /** Cores that may compute at the same time, at least 1. */
  cores(): number
  /** Bytes of address space that the process may take (`ulimit -v`); Infinity where nothing limits it. */
  addressSpace(): number
  /** Whether threads can share memory. A page has it only where no other site's code can look in (crossOriginIsolated). */
  sharesMemory(): boolean
  /** Resolves in a later turn of the event loop, so that signals, timers and input come in between. */
  giveWay(): Promise<void>
  /** The bytes of a file that is part of the program. @throws whatever says why it cannot be had */
  asset(url: URL): Promise<Uint8Array<ArrayBuffer>>
  /**
   * Starts a thread that runs a module, which gets what it is given, tells and hears by `parent-node.js`.
   *
   * @param given what the structured clone algorithm takes
   * @throws LstmError 'memory' where the system starts no more threads
   */
  startThread(module: URL, given: unknown, events: ThreadEvents, options?: ThreadOptions): Thread
  /** A SHA-256 that has seen no byte yet. */
  sha256(): Hash
  gunzip(): Promise<Expansion>
  /**
   * A new file for what does not fit into memory, which has no name and is gone with the process; undefined where there is no disk.
   *
   * @param folder where it lies; undefined: where the system has such files
   * @throws whatever the file system objects
   */
  scratchFile(folder: string | undefined): ScratchFile | undefined
  /** Lets WebAssembly have what this host keeps behind flags. What is valid without them stays valid. */
  unlockWebAssembly(): void
  /**
   * Compiles exported functions of WebAssembly to the end, for all threads that get their module.
   *
   * @param joinsVectors vectors of 128 bits that stand side by side are computed as one of 256. Flags of the whole process are
   * set for it until the function returns.
   * @returns false where this host cannot
   */
  compileNow(kernels: readonly unknown[], options: { readonly joinsVectors: boolean }): boolean
}

/** The bytes as they were before they were compressed. @throws whatever says that they are damaged or cut off */
export type Expansion = (chunks: AsyncIterable<Uint8Array>) => AsyncIterable<Uint8Array>

/** An open file, closed when nothing holds it any more. Each call throws whatever the file system objects. */
export interface ScratchFile {
  /** As messages name it. */
  readonly path: string
  /** Fills the array, or a part of it, with bytes from `position` on. @returns how many; 0 at the end of the file */
  read(into: Uint8Array, position: number): number
  append(bytes: Uint8Array): void
}

interface ThreadOptions {
  /** Whether the module imports files of the program that are TypeScript where the sources run as they are: in tests and benchmarks. */
  readonly importsSources?: boolean
}

export interface ThreadEvents {
  /** The thread has told something. */
  readonly onMessage: (message: unknown) => void
  /** It has ended, whoever ended it; told once or twice. */
  readonly onEnd: (why: string, cause?: unknown) => void
}

export interface Thread {
  /** Whether it keeps the process alive; a new one does not. */
  keepAlive(wanted: boolean): void
  /** Sends what the thread hears. @param moved buffers in it that are given away rather than copied */
  post(message: unknown, moved?: readonly ArrayBuffer[]): void
  terminate(): Promise<void>
}

export interface Hash {
  update(bytes: Uint8Array): void
  /** Of all bytes so far, hexadecimal; the last thing that it is asked. */
  digest(): string
}
