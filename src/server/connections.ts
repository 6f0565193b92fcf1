import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'

/** The connections of a server, and the answers that are under way on each. */
export class Connections {
  readonly #answers = new Map<Duplex, Set<ServerResponse>>()
  #ending = false

  constructor(server: Server) {
    server.on('connection', (socket: Socket) => {
      this.#answers.set(socket, new Set())
      socket.once('close', () => this.#answers.delete(socket))
    })
    server.on('request', ({ socket }: IncomingMessage, answer: ServerResponse) => {
      const answers = this.#answers.get(socket)
      answers?.add(answer)
      if (this.#ending) sayClose(answer)
      answer.once('close', () => {
        answers?.delete(answer)
        if (this.#ending && answers?.size === 0) socket.destroySoon()
      })
    })
  }

  /** Whether part of an answer was sent on it, and the rest is to come. */
  isWithinAnswer(socket: Duplex): boolean {
    return [...(this.#answers.get(socket) ?? [])].some(({ headersSent }) => headersSent)
  }

  /**
   * Closes each as soon as nothing is under way on it. Node's own way keeps those whose first request has not come, or not to its
   * end, and those that are answered from now on until they have been idle for long.
   */
  end(): void {
    this.#ending = true
    for (const [socket, answers] of this.#answers) {
      if (answers.size === 0) socket.destroy()
      for (const answer of answers) sayClose(answer)
    }
  }
}

/** Who is told does not ask on a connection that is about to go. */
function sayClose(answer: ServerResponse): void {
  if (!answer.headersSent) answer.setHeader('Connection', 'close')
}
