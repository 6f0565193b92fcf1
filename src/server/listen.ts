import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { LstmError, systemCode } from '../errors.ts'
import { refuseUnknown } from '../library/check-options.ts'
import { Connections } from './connections.ts'
import { limitTable, type ServiceLimits } from './limits.ts'
import { RefusedConnections } from './refused-connections.ts'
import { serveTable } from './serve-settings.ts'
import type { Service } from './service.ts'

export interface ListenOptions {
  /** 127.0.0.1 where it is left out: nobody from elsewhere. */
  readonly host?: string | undefined
  /** 0: any that is free. */
  readonly port?: number | undefined
  readonly limits?: Partial<ServiceLimits> | undefined
  /**
   * Has `Request` and `Response` of this process replaced by those of the adapter, which are faster; for programs that do nothing
   * else.
   */
  readonly replacesGlobals?: boolean | undefined
}

/** A service that Node listens for. */
export interface Listening {
  readonly url: string
  /**
   * Takes no further connection and answers what was asked; what is not answered after so many seconds is cut off.
   *
   * @param grace those of `lstm serve --grace` where it is left out
   * @returns whether all was answered
   */
  stop(grace?: number): Promise<boolean>
}

/** Bytes of the head of a request. */
const headBytes = 16 * 1024
/** Connections at the same time. */
const mostConnections = 2_048
/** Seconds for the head of a request; and that an idle connection is kept. */
const [headSeconds, idleSeconds] = [10, 5]

/**
 * Listens for HTTP/1.1, and holds whoever asks to bounds: who is slow in asking or in taking an answer is cut off.
 *
 * @throws LstmError 'usage' where the address is taken or not to be had
 */
export async function listen(service: Service, options: ListenOptions = {}): Promise<Listening> {
  refuseUnknown(options, ['host', 'port', 'limits', 'replacesGlobals'])
  const { host = '127.0.0.1', port = 0, replacesGlobals = false } = options
  const { timeout = limitTable.timeout.default } = options.limits ?? {}
  // Loaded when it is called for: a service may run where there is no Node.
  const { createServer } = await import('node:http')
  const { getRequestListener } = await import('@hono/node-server')
  const { answerProtocolErrors, namesHost, unreadableRequest } = await import('./protocol-errors.ts')
  const refused = new RefusedConnections()
  const listener = getRequestListener(request => service.fetch(request), {
    overrideGlobalObjects: replacesGlobals,
    hostname: 'localhost',
    errorHandler: unreadableRequest,
  })
  const server = createServer(
    {
      maxHeaderSize: headBytes,
      headersTimeout: headSeconds * 1000,
      keepAliveTimeout: idleSeconds * 1000,
      // A stream of lines may go on; its pieces have a time each.
      requestTimeout: 0,
      connectionsCheckingInterval: 1_000,
      // It is asked for here, where the refusal says so.
      requireHostHeader: false,
    },
    (incoming, outgoing) => {
      outgoing.once('finish', () => {
        if (outgoing.statusCode >= 400) refused.add(incoming.socket)
      })
      if (namesHost(incoming, outgoing)) void listener(incoming, outgoing)
    },
  )
  const connections = new Connections(server)
  answerProtocolErrors(server, connections, { bytes: headBytes, seconds: headSeconds })
  server.maxConnections = mostConnections
  server.setTimeout(2 * timeout * 1000)
  await listening(server, host, port)
  const { address, port: taken, family } = server.address() as AddressInfo
  return {
    url: `http://${family === 'IPv6' ? `[${address}]` : address}:${taken}`,
    stop(grace = serveTable.grace.default) {
      service.stop()
      return new Promise(resolve => {
        let complete = true
        const timer = setTimeout(() => {
          complete = false
          server.closeAllConnections()
        }, grace * 1000)
        server.close(() => {
          clearTimeout(timer)
          resolve(complete)
        })
        connections.end()
      })
    },
  }
}

function listening(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const fail = (error: Error) => {
      const code = systemCode(error)
      const why =
        code === 'EADDRINUSE'
          ? 'another program listens there'
          : code === 'EACCES'
            ? 'this user may not listen there'
            : error.message
      reject(
        new LstmError('usage', `cannot listen on ${host}:${port}: ${why}`, {
          hint: 'choose another --port, or another --host',
          cause: error,
        }),
      )
    }
    server.once('error', fail)
    // As many may come at once as there may be; Node's own backlog is 511.
    server.listen({ port, host, backlog: mostConnections }, () => {
      server.off('error', fail)
      // A connection that the system cannot give, as where it has no memory, is lost; it goes on to listen, and nobody else is.
      server.on('error', () => undefined)
      resolve()
    })
  })
}
