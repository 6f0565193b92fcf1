import { describe, expect, it } from 'vitest'
import { load, train } from '../../src/index.ts'
import { ask, bytes, feedback, open, predict, service } from './asking.ts'

describe('POST /v1/predict', () => {
  it('answers as the library does: one text, many, with what is asked for', async () => {
    await using model = await load(bytes, { threads: 1 })
    const texts = ['a great film', 'an awful one']
    const rest = (answers: object[]) => answers.map(answer => ({ ...answer, text: undefined }))
    const one = await predict({ text: texts[0] })
    expect([one.status, one.json.model, one.json.version]).toEqual([200, 'mine', 1])
    const strip = (value: unknown) => JSON.parse(JSON.stringify(value))
    expect(one.json.answer).toEqual(strip(rest(await model.predict([texts[0]!])))[0])
    const explained = await predict({ texts, explain: true, topK: 1 })
    expect(explained.json.answers).toEqual(
      strip(rest(await model.predict(texts, { explain: true, topK: 1 }))),
    )
    const threshold = { label: 'good', probability: 1 }
    expect((await predict({ texts, threshold })).json.answers).toEqual(
      strip(rest(await model.predict(texts, { threshold } as never))),
    )
    expect((await predict({ text: 'so so', abstain: 1 })).json.answer.label).toBe('uncertain')
  })

  it('answers by the model that is named, or by an alias', async () => {
    expect((await predict({ text: 'a', model: 'best' })).json.model).toBe('other')
    expect((await predict({ text: 'a', model: 'none' })).json.error).toMatchObject({
      code: 'no-model',
      hint: 'there are mine, other, best',
    })
  })

  it.each([
    ['neither text nor texts', {}, 400, /give text or texts/],
    ['both', { text: 'a', texts: ['a'] }, 400, /give text or texts/],
    ['a number', { text: 5 }, 400, /^body\.text: /],
    ['a number among texts', { texts: ['a', 5] }, 400, /^body\.texts\.1: /],
    ['no texts', { texts: [] }, 400, /^body\.texts: /],
    ['an unknown field', { text: 'a', txt: 'b' }, 400, /txt/],
    ['a list', ['a'], 400, /^body: /],
    ['null', null, 400, /^body: /],
    ['a wrong topK', { text: 'a', topK: 0 }, 400, /^body\.topK: /],
    ['a wrong threshold', { text: 'a', threshold: { label: 'good', probability: 2 } }, 400, /probability/],
    [
      'a label that there is not',
      { text: 'a', threshold: { label: 'x', probability: 0.5 } },
      400,
      /no label 'x'/,
    ],
    ['what does not go together', { text: 'a', topK: 1, abstain: 0.5 }, 400, /does not go with/],
    ['__proto__', JSON.parse('{"text":"a","__proto__":{"x":1}}'), 400, /__proto__/],
    ['too many texts', { texts: new Array(6).fill('a') }, 413, /5/],
    ['too long a text', { text: 'a'.repeat(201) }, 413, /200/],
    ['too many to explain', { texts: ['a', 'b', 'c'], explain: true }, 400, /at most 2 texts are explained/],
    ['too large a body', { text: 'a', model: 'm'.repeat(2000) }, 413, /2,000 bytes/],
  ])('refuses %s', async (_, body, status, message) => {
    const answer = await predict(body)
    expect([answer.status, answer.json.error.message]).toEqual([status, expect.stringMatching(message)])
    expect(answer.json.requestId).toBe(answer.headers.get('x-request-id'))
  })

  it.each([
    ['no JSON', '{"text": ', {}, 400, 'json'],
    ['no UTF-8', new Uint8Array([0x22, 0xff, 0x22]), {}, 400, 'charset'],
    ['another character set', '{}', { type: 'application/json; charset=latin1' }, 415, 'charset'],
    ['a compressed body', '{}', { headers: { 'content-encoding': 'gzip' } }, 415, 'encoding'],
    ['another type', 'text=a', { type: 'application/x-www-form-urlencoded' }, 415, 'type'],
    ['a type that a form of any page can send', '{"text":"a"}', { type: 'text/plain' }, 415, 'type'],
  ])('refuses %s', async (_, raw, rest, status, code) => {
    const answer = await ask('/v1/predict', { raw, ...rest })
    expect([answer.status, answer.json.error.code]).toEqual([status, code])
  })

  it('answers one request beside another that fails, of the same batch', async () => {
    const wrong = { text: 'a', threshold: { label: 'x', probability: 0.5 } }
    const answers = await Promise.all([predict({ text: 'fine' }), predict(wrong), predict({ text: 'dull' })])
    expect(answers.map(({ status }) => status)).toEqual([200, 400, 200])
  })

  it('answers JSON Lines with a line for each line, of any number', async () => {
    const lines: string[] = Array.from({ length: 300 }, (_, n) =>
      n % 2 ? '{"text":"a great film"}' : '"awful"',
    )
    lines[7] = 'nonsense'
    lines[8] = '{"txt":"a"}'
    const answer = await ask('/v1/predict?topK=1', { raw: lines.join('\n'), type: 'application/x-ndjson' })
    const answers = answer.text
      .trimEnd()
      .split('\n')
      .map(line => JSON.parse(line))
    expect(answers.length).toBe(300)
    expect(answers[7].error.code).toBe('json')
    expect(answers[8].error.message).toMatch(/^line 9/)
    expect([answers[298].label, answers[299].label]).toEqual(['bad', 'good'])
    expect(answers[0].top.length).toBe(1)
  })

  it('ends a stream of lines whose line has no end', async () => {
    const answer = await ask('/v1/predict', {
      raw: `"a"\n"${'b'.repeat(5000)}"`,
      type: 'application/x-ndjson',
    })
    const lines = answer.text.trimEnd().split('\n')
    expect(lines.map(line => JSON.parse(line).error?.code)).toEqual([undefined, 'too-large'])
  })

  it('answers CSV with CSV, whose texts may hold anything', async () => {
    const table = 'id,text\n1,"a ""great"", fine film"\n2,"awful\ndull"\n'
    const answer = await ask('/v1/predict', { raw: table, type: 'text/csv' })
    expect(answer.text.split('\n')[0]).toBe('label,probability,text')
    expect(answer.text).toMatch(/\ngood,[\d.]+,"a ""great"", fine film"\nbad,[\d.]+,"awful\ndull"\n$/)
    const german = await ask('/v1/predict', { raw: '"Nr; neu";Review\n1;"good; great"\n', type: 'text/csv' })
    expect(german.text).toMatch(/\n\w+,[\d.]+,good; great\n$/)
    const refused = await ask('/v1/predict?column=x', { raw: table, type: 'text/csv' })
    expect([refused.status, refused.json.error.code]).toEqual([400, 'csv'])
  })

  it.each([
    ['text\ngood, but dull\ngood\n', ['good, but dull', 'good']],
    ['id|text\n1|good\n2|dull\n', ['good', 'dull']],
    ['"id";a, b;text\n1;2;good\n2;3;dull\n', ['good', 'dull']],
    ['text\rgood\rdull\r', ['good', 'dull']],
  ])('finds how CSV is written by its rows, not by its first one alone: %j', async (raw, texts) => {
    const { text } = await ask('/v1/predict', { raw, type: 'text/csv' })
    const rows = text.trimEnd().split('\n').slice(1)
    expect(rows.map(row => row.replace(/^\w+,[\d.]+,/, '').replaceAll('"', ''))).toEqual(texts)
  })

  it.each([
    ['id,text\n1,good, but dull\n', 'line 2: 3 values, but the first row has 2'],
    ['text,id\ngood,1\ndull\n', 'line 3: 1 value, but the first row has 2'],
    ['text,text\ngood,dull\n', 'two columns have the name of that of the texts'],
  ])('answers no part of a text of CSV, nor one of two: %j', async (raw, message) => {
    const { status, json } = await ask('/v1/predict', { raw, type: 'text/csv' })
    expect([status, json.error]).toEqual([400, expect.objectContaining({ code: 'csv', message })])
  })

  it('says of more texts than may ever wait that asking again is of no use', async () => {
    const to = await open({ limits: { maxQueue: 3 } })
    const { status, json, headers } = await predict({ texts: ['a', 'b', 'c', 'd'] }, { to })
    expect([status, json.error.message, headers.get('retry-after')]).toEqual([
      413,
      'at most 3 texts may wait, and this asks for more',
      null,
    ])
    await to.close()
  })

  it('streams with a time of any fraction of a second', async () => {
    const to = await open({ limits: { timeout: 20.0005 } })
    const answer = await ask('/v1/predict', { to, raw: '"a"\n', type: 'application/x-ndjson' })
    expect(JSON.parse(answer.text)).toMatchObject({ label: expect.any(String) })
    await to.close()
  })
})

describe('what is not there', () => {
  it.each([
    [{ text: 'a', topk: 1 }, "body: there is no 'topk'", /^did you mean topK\? There are text, texts, /],
    [{ text: 'a', __proto: 1 }, "body: there is no '__proto'", /^there are text, /],
    // What is missing is likely meant by the key that is none.
    [
      { text: 'a', threshold: { label: 'good', prob: 1 } },
      "body.threshold: there is no 'prob'",
      /^did you mean probability\? /,
    ],
  ])('is told by the key of the body that is likely meant: %j', async (body, message, hint) => {
    const { status, json } = await predict(body)
    expect([status, json.error]).toEqual([
      400,
      { code: 'invalid', message, hint: expect.stringMatching(hint) },
    ])
  })

  it.each([
    ['?model=other', { text: 'a' }, 'application/json', "query: 'model' is not heeded beside JSON"],
    ['?topK=1&topK=2', 'a', 'application/x-ndjson', "query: 'topK' stands there twice"],
    ['?topK=x', 'a', 'application/x-ndjson', 'query.topK: a number is wanted, such as 2 or 0.9'],
  ])('is no part of a query that is passed over: %s', async (query, body, type, message) => {
    const { status, json } = await ask(`/v1/predict${query}`, { body, type })
    expect([status, json.error.message]).toEqual([400, message])
  })

  it('is no option of a service, nor a limit: a misspelt token would leave it open', async () => {
    await expect(open({ tokens: 'a secret' } as never)).rejects.toMatchObject({
      message: "there is no option 'tokens'",
      hint: expect.stringMatching(/^did you mean token\?/),
    })
    await expect(open({ limits: { maxtext: 1 } as never })).rejects.toMatchObject({
      hint: expect.stringMatching(/^did you mean maxText\?/),
    })
    await expect(open({ default: 'none', aliases: { default: 'mine' } })).rejects.toThrow(
      "default stands for a model 'none', which there is not",
    )
    await expect(service.reload('mien')).rejects.toMatchObject({
      code: 'usage',
      hint: 'did you mean mine? The models are mine, other',
    })
  })
})

describe('what else there is', () => {
  it('models, with labels and aliases', async () => {
    const { json } = await ask('/v1/models')
    expect(json.models).toEqual([
      expect.objectContaining({
        name: 'mine',
        isDefault: true,
        aliases: [],
        labels: ['bad', 'good'],
        version: 1,
      }),
      expect.objectContaining({ name: 'other', isDefault: false, aliases: ['best'] }),
    ])
  })

  it('the first of the models as the one that answers, whatever their names are', async () => {
    const numbered = new Map([
      ['2', bytes],
      ['1', bytes],
    ])
    const service = await open({ models: numbered })
    expect((await predict({ text: 'a' }, { to: service })).json.model).toBe('2')
    const { json } = await ask('/v1/models', { to: service })
    expect(
      json.models.map(({ name, isDefault }: { name: string; isDefault: boolean }) => [name, isDefault]),
    ).toEqual([
      ['2', true],
      ['1', false],
    ])
    await service.close()
  })

  it('no test error of a model that was trained without test texts', async () => {
    const rows = ['good', 'bad'].flatMap(label =>
      Array.from({ length: 20 }, (_, n) => ({ text: `${label} ${n}`, label })),
    )
    const settings = { preset: 'auto', network: false, ngrams: true, validationPortion: 0.2 } as const
    const errors = [0, 0.2].map(async testPortion => {
      await using model = await train(rows, { ...settings, testPortion }).model
      const served = await open({ models: { mine: await model.toBytes() } })
      const answer = await served.fetch(new Request('http://localhost/v1/models'))
      await served.close()
      const { models } = (await answer.json()) as { models: { testError?: number; testTexts?: number }[] }
      return [models[0]!.testError, models[0]!.testTexts]
    })
    expect(await Promise.all(errors)).toEqual([
      [undefined, undefined],
      [expect.any(Number), 8],
    ])
  })

  it('feedback, which is kept as rows to train on', async () => {
    const row = { text: 'not bad at all', label: 'good', answer: 'bad' }
    expect((await ask('/v1/feedback', { body: row })).status).toBe(200)
    expect(feedback).toEqual([{ ...row, model: 'mine', time: expect.stringMatching(/^\d{4}-/) }])
    expect((await ask('/v1/feedback', { body: { ...row, label: 'middling' } })).json.error.code).toBe('label')
    await using other = { service: await open(), [Symbol.asyncDispose]: () => other.service.close() }
    expect((await ask('/v1/feedback', { body: row, to: other.service })).json.error.code).toBe('no-feedback')
  })

  it('metrics, health, and a description that says of each route what it takes', async () => {
    const metrics = await ask('/metrics')
    expect(metrics.text).toMatch(/lstm_texts_total\{model="mine"\} [1-9]/)
    expect(metrics.text).toMatch(/lstm_http_requests_total\{route="\/v1\/predict",status="200"\} [1-9]/)
    expect((await ask('/health/live')).status).toBe(200)
    expect((await ask('/health/ready')).json).toEqual({ status: 'ready', problems: [] })
    const { json } = await ask('/openapi.json')
    expect(Object.keys(json.paths).sort()).toEqual([
      '/health/live',
      '/health/ready',
      '/metrics',
      '/v1/drift',
      '/v1/feedback',
      '/v1/models',
      '/v1/predict',
    ])
    expect(json.components.schemas.PredictRequest.properties.texts.maxItems).toBe(5)
  })

  it('nothing elsewhere, and nothing with another method', async () => {
    expect((await ask('/v1/other')).json.error.code).toBe('not-found')
    const refused = await ask('/v1/predict', { method: 'DELETE' })
    expect([refused.status, refused.headers.get('allow')]).toEqual([405, 'POST'])
    const other = await ask('/v1/models', { method: 'PUT' })
    expect([other.status, other.headers.get('allow')]).toEqual([405, 'GET, HEAD'])
    for (const path of [
      '/../package.json',
      '/%2e%2e/package.json',
      '/..%2f..%2fpackage.json',
      '/assets/%00',
    ]) {
      expect((await ask(path)).status).toBe(404)
    }
  })
})
