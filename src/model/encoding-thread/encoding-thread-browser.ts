/** In the place of encoding-thread.ts in a browser: nothing there asks for such threads, which would be the size of the library once more. */
export function startEncodingThreads(): [] {
  return []
}
