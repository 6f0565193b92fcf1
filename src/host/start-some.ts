import { isOutOfMemory } from '../errors.ts'

/**
 * Starts threads that are there only to be faster: so many, or as many as the system gives, be it none. Users and containers have a number
 * that they may not pass, and memory, of which what a thread is given takes some.
 *
 * @param start starts one, which is told its place among them
 */
export function startSome<Started>(most: number, start: (n: number) => Started): Started[] {
  const started: Started[] = []
  try {
    while (started.length < most) started.push(start(started.length))
  } catch (error) {
    if (!isOutOfMemory(error)) throw error
  }
  return started
}
