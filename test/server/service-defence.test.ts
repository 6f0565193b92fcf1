import { describe, expect, it, vi } from 'vitest'
import { load } from '../../src/index.ts'
import { TextModel } from '../../src/library/text-model.ts'
import type { LogEntry } from '../../src/server/index.ts'
import { ask, limits, log, open, predict } from './asking.ts'

describe('how it defends itself', () => {
  it('lets nobody in without the token, but to health', async () => {
    const closed = await open({ token: 'a-long-secret' })
    const status = async (path: string, authorization?: string) =>
      (await ask(path, { to: closed, headers: authorization ? { authorization } : {} })).status
    expect(await status('/v1/models')).toBe(401)
    expect(await status('/metrics')).toBe(401)
    expect(await status('/v1/models', 'Bearer a-long-secreT')).toBe(401)
    for (const other of ['', 'Bearer', 'Bearer x a-long-secret', 'Bearer a-long-secret, Bearer x']) {
      expect(await status('/v1/models', other)).toBe(401)
    }
    for (const path of [
      '/v1/%6dodels',
      '/%6detrics',
      '/v1//models',
      '/health/../metrics',
      '/x/%2e%2e/v1/models',
    ]) {
      expect(await status(path)).toBe(401)
    }
    expect(await status('/v1/models', 'Basic a-long-secret')).toBe(401)
    expect(await status('/v1/models', 'Bearer a-long-secret')).toBe(200)
    expect(await status('/health/ready')).toBe(200)
    await closed.close()
    for (const token of ['short', 'with a blank', 'pässword-of-many']) {
      await expect(open({ token })).rejects.toMatchObject({ code: 'usage' })
    }
  })

  it('lets pages of the origins named ask, and of no others', async () => {
    const shared = await open({ cors: ['https://a.example'], token: 'a-long-secret' })
    const allowed = async (origin: string) => {
      const headers = { origin, 'access-control-request-method': 'POST' }
      const answer = await ask('/v1/predict', { to: shared, method: 'OPTIONS', headers })
      expect(answer.headers.get('access-control-allow-methods')).toBe('GET,POST')
      return answer.headers.get('access-control-allow-origin')
    }
    expect(await allowed('https://a.example')).toBe('https://a.example')
    expect(await allowed('https://b.example')).toBe(null)
    await shared.close()
    const answer = await ask('/v1/models', { headers: { origin: 'https://a.example' } })
    expect(answer.headers.get('access-control-allow-origin')).toBe(null)
  })

  it.each(['https://a.example/', 'a.example', 'https://a.example/page', ''])(
    'refuses %j, which no browser would send as an origin',
    async origin => {
      await expect(open({ cors: [origin] })).rejects.toMatchObject({ code: 'usage' })
    },
  )

  it('refuses an alias that is the name of a model', async () => {
    const first = Object.keys((await ask('/v1/models')).json.models ?? {})[0] ?? 'reviews'
    await expect(open({ aliases: { [first]: first } })).rejects.toMatchObject({ code: 'usage' })
  })

  it('has headers that let no page do anything with what it answers', async () => {
    const { headers } = await ask('/v1/models')
    expect(headers.get('content-security-policy')).toBe("default-src 'none'; frame-ancestors 'none'")
    expect(headers.get('x-content-type-options')).toBe('nosniff')
  })

  it('gives the page and the model that answers to everybody, or the page alone where a token is asked for', async () => {
    const page = new Map([['index.html', { type: 'text/html', bytes: new TextEncoder().encode('<p>page') }]])
    const [free, guarded] = [await open({ page }), await open({ page, token: 'a-long-secret' })]
    expect((await ask('/', { to: free })).text).toBe('<p>page')
    const file = await free.fetch(new Request('http://localhost/model.safetensors'))
    await using model = await load(new Uint8Array(await file.arrayBuffer()), { threads: 1 })
    expect(model.labels).toEqual(['bad', 'good'])
    expect((await ask('/', { to: guarded })).status).toBe(200)
    expect((await ask('/model.safetensors', { to: guarded })).status).toBe(404)
    expect((await ask('/model.safetensors')).status).toBe(404)
    await Promise.all([free.close(), guarded.close()])
  })

  it('makes the bytes of the model that answers once for all who load them, and anew when it was swapped', async () => {
    const page = new Map([['index.html', { type: 'text/html', bytes: new Uint8Array() }]])
    const shared = await open({ page })
    const made = vi.spyOn(TextModel.prototype, 'toBytes')
    const loadIt = () => ask('/model.safetensors', { to: shared })
    await Promise.all([loadIt(), loadIt(), loadIt()])
    await loadIt()
    expect(made).toHaveBeenCalledTimes(1)
    await shared.reload()
    expect((await loadIt()).status).toBe(200)
    expect(made).toHaveBeenCalledTimes(2)
    made.mockRestore()
    await shared.close()
  })

  it('logs a line for each request without its texts, under the id that was given', async () => {
    log.length = 0
    await predict({ text: 'my secret' }, { headers: { 'x-request-id': 'abc-1' } })
    await ask('/v1/what?ever=secret', { headers: { 'x-request-id': 'bad id\u0007'.slice(0, 6) } })
    expect(log[0]).toMatchObject({ id: 'abc-1', route: '/v1/predict', status: 200, texts: 1, model: 'mine' })
    expect(log[1]).toMatchObject({ route: 'other', status: 404, code: 'not-found' })
    await predict({ text: 'my secret', model: 'secret' })
    expect(log[2]).toMatchObject({ route: '/v1/predict', status: 404, code: 'no-model' })
    expect(log[1]!.id).toMatch(/^[\w-]{36}$/)
    expect(JSON.stringify(log)).not.toContain('secret')
    const told: LogEntry[] = []
    const open1 = await open({ logTexts: true, log: entry => told.push(entry) })
    await predict({ text: 'my secret' }, { to: open1 })
    expect(told[0]?.requested).toEqual(['my secret'])
    await open1.close()
  })

  it('logs a stream when it has ended: the model, the texts that it was asked, and why it ended early', async () => {
    const told: LogEntry[] = []
    const limits = { maxTexts: 3, timeout: 0.2 }
    const open1 = await open({ logTexts: true, log: entry => told.push(entry), limits })
    const type = 'application/x-ndjson'
    const lines = ['a', 'b', '', 'c', 'd'].map(text => `${JSON.stringify(text)}\n`)
    await ask('/v1/predict', { raw: lines.join(''), type, to: open1 })
    expect(told).toMatchObject([{ status: 200, model: 'mine', texts: 5, requested: ['a', 'b', ''] }])
    const late = new ReadableStream({
      start: controller => controller.enqueue(new TextEncoder().encode(lines[0])),
      pull: () => new Promise(() => {}),
    })
    await ask('/v1/predict', { raw: late, type, to: open1 })
    expect(told[1]).toMatchObject({ status: 200, model: 'mine', texts: 1, code: 'timeout' })
    await open1.close()
  })

  it('names the keys that there are beside one that there is not, and what is wrong with a line', async () => {
    const refused = async (body: unknown) => (await predict(body)).json.error
    expect(await refused({ txt: 'a' })).toEqual({
      code: 'invalid',
      message: "body: there is no 'txt'",
      hint: 'did you mean text? There are text, texts, model, explain, topK, threshold, decide, abstain',
    })
    const threshold = { label: 'good', probability: 0.5, lable: 'good' }
    expect(await refused({ text: 'a', threshold })).toMatchObject({
      message: "body.threshold: there is no 'lable'",
      hint: 'did you mean label? There are label, probability',
    })
    const query = await ask('/v1/predict?topk=1', { raw: '"a"', type: 'application/x-ndjson' })
    expect(query.json.error.hint).toBe(
      'did you mean topK? There are model, topK, abstain, decide, explain, column',
    )
    const raw = ['{"txt":"a"}', '5', 'nonsense', `"${'a '.repeat(limits.maxText)}"`].join('\n')
    const { text } = await ask('/v1/predict', { raw, type: 'application/x-ndjson' })
    expect(
      text
        .trim()
        .split('\n')
        .map(line => JSON.parse(line).error.message),
    ).toEqual([
      'line 1.text: Invalid input: expected string, received undefined',
      'line 2: a text is wanted, or an object that holds one: {"text": "…"}',
      expect.stringMatching(/^line 3 is no JSON: /),
      `line 4: Too big: expected string to have <=${limits.maxText} characters`,
    ])
  })

  it('refuses at once with 503 and Retry-After what finds no room', async () => {
    const small = await open({ limits: { maxQueue: 1, maxBatch: 1, concurrency: 1 } })
    const answers = await Promise.all(
      Array.from({ length: 6 }, () => predict({ text: 'fine' }, { to: small })),
    )
    const statuses = answers.map(({ status }) => status)
    expect(new Set(statuses)).toEqual(new Set([200, 503]))
    expect(answers.find(({ status }) => status === 503)!.headers.get('retry-after')).toBe('1')
    await small.close()
  })

  it('gives up a body that does not come, after the time of a request', async () => {
    const hasty = await open({ limits: { timeout: 0.1 } })
    const raw = new ReadableStream({ pull: () => new Promise(() => {}) })
    expect((await ask('/v1/predict', { raw, to: hasty })).json.error.code).toBe('timeout')
    const lines = await ask('/v1/predict', {
      raw: new ReadableStream({ pull: () => new Promise(() => {}) }),
      type: 'application/x-ndjson',
      to: hasty,
    })
    expect(JSON.parse(lines.text).error.code).toBe('timeout')
    await hasty.close()
  })

  it('takes nothing new when it is told to stop, and says so', async () => {
    const ending = await open()
    ending.stop()
    expect((await ask('/health/ready', { to: ending })).status).toBe(503)
    const answer = await predict({ text: 'a' }, { to: ending })
    expect([answer.status, answer.json.error.code]).toEqual([503, 'stopping'])
    expect((await ask('/health/live', { to: ending })).status).toBe(200)
    await ending.close()
  })

  it.each([
    [{ models: {} }, /one model at least/],
    [{ aliases: { a: 'none' } }, /a stands for a model 'none'/],
    [{ default: 'none' }, /default stands for a model 'none'/],
    [{ limits: { maxQueue: 0 } }, /maxQueue wants/],
  ])('refuses %j', async (options, message) => {
    await expect(open(options)).rejects.toThrow(message)
  })
})
