/**
 * A handler for node:http; in express or fastify it is the body of a route. Requests that come while others are answered queue in
 * the model, and each is answered as it would be alone.
 *
 *     npx tsx examples/http-handler.ts 8080
 *     curl -d '{"texts":["A wonderful film."]}' localhost:8080
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { LstmError, load } from 'lstm'

const largestBody = 1 << 20
const model = await load()

async function classify(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const reply = (status: number, body: unknown) =>
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
  try {
    let body = ''
    for await (const chunk of request.setEncoding('utf8')) {
      body += chunk
      if (body.length > largestBody) return void reply(413, { error: 'the body is too large' })
    }
    reply(200, await model.predict(JSON.parse(body).texts))
  } catch (error) {
    const mendable = error instanceof LstmError || error instanceof SyntaxError || error instanceof TypeError
    reply(mendable ? 400 : 500, { error: mendable ? error.message : 'something is wrong here' })
  }
}

const server = createServer((request, response) => void classify(request, response))
server.listen(Number(process.argv[2] ?? 0), () => console.log(JSON.stringify(server.address())))

process.once('SIGTERM', () => server.close(() => void model.dispose()))
