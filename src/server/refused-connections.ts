import type { Socket } from 'node:net'

/** Connections that are heard again in one turn of the event loop. */
const together = 8

/**
 * Connections whose last request was refused, which costs little: they may ask again at once, hundreds in one turn of the event loop.
 * In such a turn Node accepts a single new connection, so that who comes new would wait for minutes. These are heard again a few a turn,
 * in the order of their refusals: turns stay short, and everybody is answered.
 */
export class RefusedConnections {
  readonly #waiting: Socket[] = []

  /** Reads nothing more of it until it is its turn. */
  add(socket: Socket): void {
    socket.pause()
    if (this.#waiting.push(socket) === 1) setImmediate(() => this.#hear())
  }

  #hear(): void {
    for (const socket of this.#waiting.splice(0, together)) socket.resume()
    if (this.#waiting.length > 0) setImmediate(() => this.#hear())
  }
}
