import { Random } from '../../src/random.ts'

interface HostileRequest {
  readonly name: string
  readonly bytes: Buffer
}

/**
 * Requests that no client means to send: JSON that was cut and changed, wrong types, heads and paths full of tricks, bodies in wrong
 * encodings, lengths that lie. The same seed gives the same ones.
 */
export function* hostileRequests(seed: number, count: number): Generator<HostileRequest> {
  const random = new Random(seed)
  for (let n = 0; n < count; n++) {
    const make = kinds[n % kinds.length]!
    yield { name: `${make.name} ${n}`, bytes: Buffer.from(make(random) as Uint8Array) }
  }
}

/** A whole number from 0, smaller than `end`. */
const below = (random: Random, end: number) => random.integer(end - 1)

const pick = <T>(random: Random, from: readonly T[]): T => from[below(random, from.length)]!

const routes = ['/v1/predict', '/v1/feedback'] as const
const types = ['application/json', 'application/x-ndjson', 'text/csv'] as const

/** A request with the head as it should be, but for what is given. */
function post(random: Random, body: string | Uint8Array, head: readonly string[] = []): Buffer {
  const content = Buffer.from(body as Uint8Array)
  const lines = [
    `POST ${pick(random, routes)} HTTP/1.1`,
    'Host: localhost',
    'Connection: close',
    ...(head.some(line => /^content-type/i.test(line)) ? [] : [`Content-Type: ${pick(random, types)}`]),
    ...(head.some(line => /^(content-length|transfer-encoding)/i.test(line))
      ? []
      : [`Content-Length: ${content.length}`]),
    ...head,
  ]
  return Buffer.concat([Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1'), content])
}

const good = [
  '{"text":"a great film","explain":true,"topK":1}',
  '{"texts":["one","two"],"threshold":{"label":"good","probability":0.5}}',
  '{"text":"so so","label":"good","answer":"bad"}',
  '"a line"\n{"text":"another"}\n',
  'id,text\n1,"a ""b"", c"\n',
] as const

function cutOrChanged(random: Random): Buffer {
  const bytes = Buffer.from(pick(random, good))
  const changes = 1 + below(random, 4)
  for (let n = 0; n < changes; n++) bytes[below(random, bytes.length)] = below(random, 256)
  return post(random, bytes.subarray(0, 1 + below(random, bytes.length)))
}

function wrongTypes(random: Random): Buffer {
  const values = [
    ...['null', 'true', '-1', '1e999', '""', '[]', '{}', '[[]]', '{"a":1}', '"\\ud800"', '"\\u0000"'],
    ...[`"${'x'.repeat(6000)}"`, `[${'1,'.repeat(500)}1]`, `${'['.repeat(5000)}${']'.repeat(5000)}`],
  ]
  const names = [
    'text',
    'texts',
    'topK',
    'threshold',
    'abstain',
    'explain',
    'model',
    '__proto__',
    'constructor',
    '',
  ]
  const fields = Array.from(
    { length: 1 + below(random, 4) },
    () => `"${pick(random, names)}":${pick(random, values)}`,
  )
  return post(random, `{${fields.join(',')}}`, ['Content-Type: application/json'])
}

function encodings(random: Random): Buffer {
  const bytes = Buffer.from(Array.from({ length: 1 + below(random, 200) }, () => below(random, 256)))
  const heads = [
    ['Content-Encoding: gzip'],
    ['Content-Type: application/json; charset=utf-16'],
    ['Content-Type: application/json;;;=,'],
    ['Content-Type: multipart/form-data; boundary='],
    ['Content-Type: application/json', 'Content-Type: text/csv'],
    [],
  ]
  return post(
    random,
    below(random, 2) ? bytes : Buffer.from(pick(random, good), 'utf16le'),
    pick(random, heads),
  )
}

function lengths(random: Random): Buffer {
  const body = pick(random, good)
  const heads = [
    [`Content-Length: ${body.length + 50}`],
    ['Content-Length: 3'],
    ['Content-Length: -1'],
    ['Content-Length: 99999999999999999999'],
    ['Content-Length: 5', 'Content-Length: 6'],
    ['Content-Length: 10', 'Transfer-Encoding: chunked'],
    ['Transfer-Encoding: gzip, chunked'],
    ['Transfer-Encoding: chunked'],
  ]
  const chunked = ['ffffffff\r\nabc', '5\r\nabc', 'zz\r\n', '0\r\n\r\n', `3\r\n"a"\r\n0\r\nX: y\r\n\r\n`]
  return post(random, below(random, 2) ? body : pick(random, chunked), pick(random, heads))
}

function heads(random: Random): Buffer {
  const lines = [
    ...['Host: ', 'Host: a b', 'Host: [::1', 'Host: a@b:c', 'Host: \u00ff', `X-Long: ${'a'.repeat(20_000)}`],
    ...['X-Request-Id: a\tb', `X-Request-Id: ${'i'.repeat(200)}`, 'Authorization: Bearer', 'Origin: null'],
    ...[
      'Expect: 100-continue',
      'Expect: nonsense',
      'Upgrade: websocket',
      'Connection: Upgrade',
      'TE: trailers',
    ],
    ...['Accept: ,;,', 'Cookie: a=b;;;', 'Range: bytes=0-', 'X\u0000: y', ' folded: line', 'NoColon'],
  ]
  const chosen = Array.from({ length: 1 + below(random, 4) }, () => pick(random, lines))
  const method = pick(random, [
    'GET',
    'POST',
    'PUT',
    'HEAD',
    'OPTIONS',
    'TRACE',
    'CONNECT',
    'PATCH',
    'get',
    'G@T',
    '',
  ])
  const version = pick(random, ['HTTP/1.1', 'HTTP/1.0', 'HTTP/9.9', 'HTTP/1.1 extra', ''])
  const many = below(random, 20) === 0 ? Array.from({ length: 3000 }, (_, n) => `X-${n}: y`) : []
  const lengths = below(random, 2) ? ['Content-Length: 2'] : []
  return Buffer.from(
    `${[`${method} /v1/predict ${version}`, 'Connection: close', ...chosen, ...many, ...lengths].join('\r\n')}\r\n\r\n{}`,
    'latin1',
  )
}

function paths(random: Random): Buffer {
  const targets = [
    ...[
      '/../../etc/passwd',
      '/..%2f..%2fetc/passwd',
      '/%',
      '/%ff',
      '/%00',
      '//',
      '//evil.example/',
      '/\\..\\',
      '*',
    ],
    ...[
      'http://evil.example/v1/models',
      'http://[::1',
      'http:///',
      'https://a@b/',
      '/v1/models?model=%ff&model=%',
    ],
    ...[
      '/v1/predict/..;/metrics',
      '/v1/models#a',
      '/V1/MODELS',
      '/v1/models/',
      `/${'a'.repeat(9000)}`,
      '',
      '/ /',
    ],
    ...[
      '/v1/drift?model=',
      '/v1/drift?model[]=a',
      '/v1/drift?a=1&a=2',
      '/__proto__',
      '/constructor',
      '/openapi.json?x',
    ],
  ]
  const host = pick(random, ['localhost', 'evil.example', '[::1]:80', 'a:99999'])
  return Buffer.from(
    `${pick(random, ['GET', 'POST', 'HEAD', 'DELETE'])} ${pick(random, targets)} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`,
    'latin1',
  )
}

function pipelined(random: Random): Buffer {
  const parts = [cutOrChanged(random), paths(random), wrongTypes(random)]
  return Buffer.from(
    Buffer.concat(parts).toString('latin1').replaceAll('Connection: close\r\n', ''),
    'latin1',
  )
}

function cutOff(random: Random): Buffer {
  const whole = post(random, pick(random, good))
  return whole.subarray(0, 1 + below(random, whole.length))
}

const kinds: readonly ((random: Random) => Buffer)[] = [
  cutOrChanged,
  wrongTypes,
  encodings,
  lengths,
  heads,
  paths,
  pipelined,
  cutOff,
]
