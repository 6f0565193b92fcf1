import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { runLstm, temporaryFolder } from '../run-lstm.ts'
import { smallModel } from '../server/models.ts'
import { ask, startServing } from './serving.ts'

const folder = temporaryFolder()
const model = join(folder, 'model.safetensors')
beforeAll(async () => writeFileSync(model, await smallModel()))

const serve = (...args: string[]) => startServing(folder, model, ...args)

describe('lstm serve', () => {
  it('answers, logs a line of JSON for each request, and ends with 0 when it is told to', async () => {
    const { child, url, stdout, stderr, ended } = await serve()
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:/)
    const answer = await ask(url, { text: 'a great film' }, { 'X-Request-Id': 'mine' })
    expect(await answer.json()).toMatchObject({ model: 'default', answer: { label: 'good' } })
    child.kill('SIGTERM')
    expect(await ended).toBe(0)
    const entries = stdout()
      .trimEnd()
      .split('\n')
      .map(line => JSON.parse(line))
    expect(entries).toMatchObject([{ id: 'mine', route: '/v1/predict', status: 200, texts: 1 }])
    expect(stderr()).toContain('lstm: ending: what was asked is answered')
  })

  it('loads a model anew when its file was replaced and at SIGHUP, and keeps the one before where the new one is broken', async () => {
    const { child, url, said, stderr } = await serve()
    const version = async () =>
      ((await (await ask(url, { text: 'a' })).json()) as { version: number }).version
    child.kill('SIGHUP')
    await said('default: loaded anew')
    expect(await version()).toBe(2)
    const whole = readFileSync(model)
    writeFileSync(model, whole.subarray(0, 4000))
    await said('default: its new file cannot be used')
    expect(await version()).toBe(2)
    writeFileSync(`${model}.new`, whole)
    renameSync(`${model}.new`, model)
    for (let n = 0; n < 100 && stderr().split('loaded anew').length < 3; n++) {
      await new Promise(resolve => setTimeout(resolve, 100))
    }
    expect(await version()).toBe(3)
    writeFileSync(`${model}.new`, await smallModel(1, { good: 'fine', bad: 'poor' }))
    renameSync(`${model}.new`, model)
    await said('default: loaded anew, with other labels than before: ')
    writeFileSync(model, whole)
  })

  it('keeps feedback as rows that train reads, and those that were answered stay after kill -9', async () => {
    const file = join(folder, 'feedback.jsonl')
    const { child, url, ended } = await serve('--feedback', file)
    const rows = Array.from({ length: 20 }, (_, n) => ({ text: `text ${n}`, label: n % 2 ? 'good' : 'bad' }))
    for (const row of rows) {
      const answer = await fetch(`${url}/v1/feedback`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify(row),
      })
      expect(answer.status).toBe(200)
    }
    child.kill('SIGKILL')
    await ended
    const kept = readFileSync(file, 'utf8')
      .trimEnd()
      .split('\n')
      .map(line => JSON.parse(line))
    expect(kept).toMatchObject(rows)
    const { code, stderr } = await runLstm(
      ['train', '--data', file, '--out', 'learned', '--max-epochs', '1', '--dimension', '8'],
      { folder },
    )
    expect([code, stderr]).toEqual([0, expect.stringContaining('20')])
  })

  it('says where the page is', async () => {
    const { url, said } = await serve()
    await said(`in a browser: ${url}/`)
    const page = await fetch(`${url}/`)
    expect([page.status, page.headers.get('Content-Type')]).toEqual([200, 'text/html; charset=utf-8'])
  })

  it('answers otherwise once lstm learn has folded in the feedback that it kept, without being started anew', async () => {
    const feedback = join(folder, 'corrections.jsonl')
    const { url, said } = await serve('--feedback', feedback)
    const labelOf = async (text: string) =>
      ((await (await ask(url, { text })).json()) as { answer: { label: string } }).answer.label
    const text = 'a splendid zither film'
    const label = (await labelOf(text)) === 'good' ? 'bad' : 'good'
    const correction = JSON.stringify({ text, label, answer: await labelOf(text) })
    await fetch(`${url}/v1/feedback`, {
      ...{ method: 'POST', headers: { 'Content-Type': 'application/json' } },
      body: correction,
    })
    const kept = join(folder, 'kept.csv')
    const rows = Array.from({ length: 40 }, (_, n) => (n % 2 ? 'a great film,good' : 'a dull film,bad'))
    writeFileSync(kept, `text,label\n${rows.join('\n')}\n`)
    const learned = join(folder, 'learned.safetensors')
    const { code, stderr } = await runLstm(
      ['learn', model, '--data', feedback, '--keep', kept, '--out', learned],
      { folder },
    )
    expect([code, stderr]).toEqual([0, expect.anything()])
    renameSync(learned, model)
    await said('default: loaded anew')
    expect([await labelOf(text), await labelOf('a great film'), await labelOf('a dull film')]).toEqual([
      ...[label, 'good', 'bad'],
    ])
  })

  it('loses at kill -9 only what was not answered: the log holds whatever was', async () => {
    const { child, url, ended, stdout } = await serve()
    const answered: string[] = []
    const asking = Array.from({ length: 8 }, async (_, n) => {
      for (let m = 0; ; m++) {
        const id = `${n}-${m}`
        const answer = await ask(url, { text: 'a great film' }, { 'X-Request-Id': id }).catch(() => undefined)
        if (!answer) return
        if (await answer.json().catch(() => undefined)) answered.push(id)
      }
    })
    while (answered.length < 40) await new Promise(resolve => setTimeout(resolve, 10))
    child.kill('SIGKILL')
    await Promise.all([...asking, ended])
    const logged = new Set(
      stdout()
        .split('\n')
        .filter(line => line.endsWith('}'))
        .map(line => JSON.parse(line).id),
    )
    expect(answered.length).toBeGreaterThanOrEqual(40)
    expect(answered.filter(id => !logged.has(id)).length).toBeLessThanOrEqual(8)
  })

  it('wants the token of a file', async () => {
    const file = join(folder, 'token')
    writeFileSync(file, 'a-long-secret\n')
    const { url } = await serve('--token-file', file)
    expect((await ask(url, { text: 'a' })).status).toBe(401)
    expect((await ask(url, { text: 'a' }, { Authorization: 'Bearer a-long-secret' })).status).toBe(200)
  })

  it.each([
    [['--port', '99999'], /--port wants/],
    [['--max-queue', '0'], /--max-queue wants/],
    [['--model', 'nonsense'], /--checkpoint does not go with --model|--model wants a name and a value/],
    [['--alias', 'a=none'], /a stands for a model 'none'/],
    [['--token-file', 'nowhere'], /there is no file nowhere/],
    [['--feedback', '/nowhere/file'], /cannot write \/nowhere\/file/],
  ])('refuses %j in one line', async (args, message) => {
    const { code, stderr } = await runLstm(['serve', '--checkpoint', model, ...args], { folder })
    expect([1, 2]).toContain(code)
    expect(stderr).toMatch(message)
    expect(stderr.trimEnd().split('\n').length).toBeLessThanOrEqual(2)
  })

  it('says who has the port', async () => {
    const { url } = await serve()
    const args = ['serve', '--checkpoint', model, '--port', new URL(url).port]
    const { code, stderr } = await runLstm(args, { folder })
    expect([code, stderr]).toEqual([2, expect.stringContaining('another program listens there')])
  })
})
