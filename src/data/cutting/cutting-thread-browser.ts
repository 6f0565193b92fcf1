/** In the place of cutting-thread.ts in a browser, where nothing asks for such threads. */
export function startCuttingThreads(): [] {
  return []
}
