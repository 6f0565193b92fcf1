import * as job from './job-globals'

/*
 * How work is shared. What each thread computes never depends on who computes it: texts are independent of each other, and
 * every sum over tokens is made by one thread, in the order of the tokens.
 */

/** Turns of a waiting thread before it sleeps: about 100 µs, less than it costs to be woken. */
const spins: i32 = 50000

/** Words of `counters`, on cache lines of their own. */
const arrived: usize = 0
const generation: usize = 64
const projection: usize = 128
const reduction: usize = 192
export const counterBytes: i32 = 256

/** Returns when all threads have called it. */
export function barrier(): void {
  if (!ASC_FEATURE_THREADS || job.threads == 1) return
  const turn = atomic.load<i32>(job.counters + generation)
  if (atomic.add<i32>(job.counters + arrived, 1) == job.threads - 1) {
    atomic.store<i32>(job.counters + arrived, 0)
    atomic.add<i32>(job.counters + generation, 1)
    atomic.notify(job.counters + generation, job.threads)
    return
  }
  for (let i = 0; i < spins; i++) if (atomic.load<i32>(job.counters + generation) != turn) return
  while (atomic.load<i32>(job.counters + generation) == turn) atomic.wait<i32>(job.counters + generation, turn, -1)
}

/** The next piece of the projection that no thread has taken; the counters start at 0. */
export function takeProjection(): i32 {
  return next(job.counters + projection)
}

/** The next piece of the reduction that no thread has taken. */
export function takeReduction(): i32 {
  return next(job.counters + reduction)
}

@inline
function next(counter: usize): i32 {
  if (ASC_FEATURE_THREADS) return atomic.add<i32>(counter, 1)
  const value = load<i32>(counter)
  store<i32>(counter, value + 1)
  return value
}

/**
 * The rank (place by descending length) of a thread's j-th text. Texts are dealt there and back again, 0 1 2 2 1 0 0 1 2, so
 * that all threads get as many texts and about as many tokens.
 */
@inline
export function rankOf(thread: i32, j: i32): i32 {
  return j * job.threads + (j & 1 ? job.threads - 1 - thread : thread)
}

/** How many texts a thread has. */
export function textsOf(thread: i32): i32 {
  const rounds = job.texts / job.threads
  return rounds + i32(rankOf(thread, rounds) < job.texts)
}

/** The first of a thread's share of n equal pieces; that of the next thread is where it ends. */
@inline
export function share(n: i32, thread: i32): i32 {
  return <i32>((<i64>n * thread) / job.threads)
}
