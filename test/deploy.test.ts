import { readFileSync } from 'node:fs'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { describe, expect, it } from 'vitest'
import { parseAllDocuments } from 'yaml'
import buildWhatIsStale from './build-what-is-stale.ts'

buildWhatIsStale()

const pathOf = (name: string) => fileURLToPath(new URL(`../deploy/${name}`, import.meta.url))
const read = (name: string) => readFileSync(pathOf(name), 'utf8')

describe('kubernetes.yaml', () => {
  const documents = parseAllDocuments(read('kubernetes.yaml'))
  const [deployment, service, scaler] = documents.map(document => document.toJS())

  it('is YAML of three objects', () => {
    expect(documents.flatMap(({ errors }) => errors)).toEqual([])
    expect([deployment, service, scaler].map(({ kind }) => kind)).toEqual([
      'Deployment',
      'Service',
      'HorizontalPodAutoscaler',
    ])
  })

  it('asks for health where the server tells it, and lets it write and do nothing', () => {
    const { spec } = deployment.spec.template
    const [container] = spec.containers
    expect(container.livenessProbe.httpGet.path).toBe('/health/live')
    expect(container.readinessProbe.httpGet.path).toBe('/health/ready')
    expect(container.securityContext).toMatchObject({
      readOnlyRootFilesystem: true,
      allowPrivilegeEscalation: false,
    })
    expect(spec.securityContext.runAsNonRoot).toBe(true)
    expect(deployment.spec.template.metadata.labels).toEqual(service.spec.selector)
  })

  it('scales by a metric that there is', () => {
    const metrics = readFileSync(new URL('../src/server/service-metrics.ts', import.meta.url), 'utf8')
    expect(metrics).toContain(`'${scaler.spec.metrics[0].pods.metric.name}'`)
  })
})

describe('lstm.service', () => {
  const sections = new Map<string, Map<string, string>>()
  let section = new Map<string, string>()
  for (const line of read('lstm.service').split('\n')) {
    if (line === '' || line.startsWith('#')) continue
    const [, name] = /^\[(\w+)\]$/.exec(line) ?? []
    if (name) {
      section = new Map()
      sections.set(name, section)
    }
    const [, key, value] = /^(\w+)=(.+)$/.exec(line) ?? []
    if (!name && !key) throw new Error(line)
    if (key) section.set(key, value!)
  }

  it('has the sections of a service, starts lstm serve with flags that there are, and gives it time to end', () => {
    expect([...sections.keys()]).toEqual(['Unit', 'Service', 'Install'])
    const start = sections.get('Service')!.get('ExecStart')!
    expect(start).toMatch(/^\/usr\/bin\/env lstm serve /)
    const source = readFileSync(new URL('../src/commands/serve.ts', import.meta.url), 'utf8')
    for (const [flag] of start.matchAll(/--[\w-]+/g)) expect(source).toContain(`'${flag} <`)
    expect(Number(sections.get('Service')!.get('TimeoutStopSec'))).toBeGreaterThan(10)
  })
})

describe('Dockerfile', () => {
  const instructions = read('Dockerfile')
    .replace(/^#.*\n/gm, '')
    .replaceAll('\\\n', ' ')
    .split('\n')
    .filter(line => line !== '')

  it('has instructions that Docker knows, in two stages, and runs as no root', () => {
    const known = /^(FROM|WORKDIR|COPY|RUN|USER|ENV|EXPOSE|HEALTHCHECK|ENTRYPOINT|CMD) /
    expect(instructions.filter(line => !known.test(line))).toEqual([])
    expect(instructions.filter(line => line.startsWith('FROM ')).length).toBe(2)
    const last = instructions.slice(instructions.findLastIndex(line => line.startsWith('FROM ')))
    expect(last).toContain('USER node')
    for (const name of ['ENTRYPOINT', 'CMD']) {
      const given = JSON.parse(last.find(line => line.startsWith(`${name} `))!.slice(name.length))
      expect(given).toEqual(expect.arrayContaining([expect.any(String)]))
    }
    const health = last.find(line => line.startsWith('HEALTHCHECK '))!
    expect(JSON.parse(health.slice(health.indexOf('['))).join(' ')).toContain('/health/ready')
  })
})

describe('lambda.mjs', () => {
  it('answers an event of a function URL with the shipped model', async () => {
    const { handler } = await import(/* @vite-ignore */ pathToFileURL(pathOf('lambda.mjs')).href)
    const http = {
      method: 'POST',
      path: '/v1/predict',
      protocol: 'HTTP/1.1',
      sourceIp: '127.0.0.1',
      userAgent: 'test',
    }
    const event = {
      version: '2.0',
      routeKey: '$default',
      rawPath: '/v1/predict',
      rawQueryString: '',
      headers: { 'content-type': 'application/json', host: 'example.lambda-url.us-east-1.on.aws' },
      requestContext: { domainName: 'example.lambda-url.us-east-1.on.aws', http },
      body: JSON.stringify({ text: 'A wonderful film.' }),
      isBase64Encoded: false,
    }
    const answer = await handler(event, {})
    expect(answer.statusCode).toBe(200)
    expect(JSON.parse(answer.body)).toMatchObject({ answer: { label: 'positive' } })
  })
})
