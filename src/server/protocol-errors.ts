import { type IncomingMessage, type Server, type ServerResponse, STATUS_CODES } from 'node:http'
import type { Duplex } from 'node:stream'
import { counted } from '../wording.ts'
import type { Connections } from './connections.ts'
import { Problem, problemBody } from './problem.ts'

/** What a head of a request may have and take, as errors tell it. */
interface HeadLimits {
  readonly bytes: number
  readonly seconds: number
}

/** Answers what never comes to the application as a JSON error too: what is no HTTP, or of it what is not spoken here. Node would send nothing but a status. */
export function answerProtocolErrors(server: Server, connections: Connections, head: HeadLimits): void {
  server.on('clientError', ({ code }: NodeJS.ErrnoException, socket) => {
    // Nothing may come into the midst of an answer.
    if (connections.isWithinAnswer(socket) || !socket.writable) socket.destroy()
    else refuse(socket, parserProblem(code, head))
  })
  server.on('connect', (_request, socket) => {
    refuse(socket, new Problem(405, 'method', 'this is no proxy'))
  })
  server.on('checkExpectation', (_request, answer: ServerResponse) => {
    refuseRequest(answer, new Problem(417, 'expectation', 'Expect takes 100-continue alone'))
  })
}

/** Of HTTP/1.1 every request names its host. @returns whether this one does; where it does not it is answered */
export function namesHost({ httpVersion, headers }: IncomingMessage, answer: ServerResponse): boolean {
  if (headers.host !== undefined || httpVersion !== '1.1') return true
  refuseRequest(answer, new Problem(400, 'http', 'a request of HTTP/1.1 names its Host'))
  return false
}

/** What the adapter cannot make a request of, such as a Host that is none. */
export function unreadableRequest(): Response {
  const { status, headers, body } = written(
    new Problem(400, 'http', 'the target or the Host of this request cannot be read'),
  )
  return new Response(body, { status, headers })
}

function parserProblem(code: string | undefined, { bytes, seconds }: HeadLimits): Problem {
  switch (code) {
    case 'HPE_HEADER_OVERFLOW':
      return new Problem(
        431,
        'head-too-large',
        `the head of a request may have ${counted(bytes, 'byte')} at most`,
      )
    case 'HPE_CHUNK_EXTENSIONS_OVERFLOW':
      return new Problem(413, 'too-large', 'the extensions of a chunk are too large')
    case 'ERR_HTTP_REQUEST_TIMEOUT':
      return new Problem(408, 'timeout', `the head of a request is to come within ${seconds} s`)
    default:
      return new Problem(400, 'http', 'this is no request of HTTP/1.1')
  }
}

function refuseRequest(answer: ServerResponse, problem: Problem): void {
  const { status, headers, body } = written(problem)
  answer.writeHead(status, headers).end(body)
}

/** The last that is said on a connection. */
function refuse(socket: Duplex, problem: Problem): void {
  const { status, headers, body } = written(problem)
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`)
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${lines.join('')}\r\n${body}`, () =>
    socket.destroy(),
  )
}

function written(problem: Problem) {
  const id = crypto.randomUUID()
  const body = JSON.stringify(problemBody(problem, id))
  const headers = {
    'Content-Type': 'application/json',
    'Content-Length': String(Buffer.byteLength(body)),
    'X-Content-Type-Options': 'nosniff',
    'X-Request-Id': id,
    Connection: 'close',
  }
  return { status: problem.status, headers, body }
}
