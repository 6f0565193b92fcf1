/** A real browser, Debian's Chromium (`LSTM_BROWSER=firefox`: its Firefox), and a server of static files for it. */
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { extname, join, normalize } from 'node:path'
import puppeteer, { type Browser, type Page } from 'puppeteer-core'

const isFirefox = process.env.LSTM_BROWSER === 'firefox'
const paths = isFirefox
  ? ['/usr/bin/firefox-esr', '/usr/bin/firefox']
  : ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']
const executablePath = paths.find(path => existsSync(path))

export const browserName = isFirefox ? 'Firefox' : 'Chromium'
const packageName = isFirefox ? 'firefox-esr' : 'chromium'

/** Why tests in a browser are skipped; undefined where they are not. */
export const noBrowser = executablePath
  ? undefined
  : `no ${browserName} is installed (apt-get install ${packageName})`

/**
 * How tests in a browser run. Under WebDriver, or with its developer tools open, Firefox has a worker that starts another wait until the
 * page's thread has noted it, by one condition variable for both: where the other one takes the notification, the first waits for ever
 * (WorkerPrivate::WaitForIsDebuggerRegistered; a page of twenty lines hangs once in 300 starts). So a test has three tries there.
 */
export const inBrowser = { retry: isFirefox ? 2 : 0 }

interface BrowserOptions {
  /** Whether tests may run scripts in pages whose own policy allows none. */
  readonly ignoresPolicies?: boolean
}

export function startBrowser({ ignoresPolicies = false }: BrowserOptions = {}): Promise<Browser> {
  const common = { executablePath: executablePath! }
  if (isFirefox) {
    return puppeteer.launch({
      ...common,
      browser: 'firefox',
      extraPrefsFirefox: { 'security.csp.enable': !ignoresPolicies },
    })
  }
  return puppeteer.launch({
    ...common,
    // In a container, where the root user has no sandbox of Chromium's.
    args: ['--no-sandbox', '--disable-dev-shm-usage', '--disable-gpu'],
  })
}

/** A new page, of which a browser that ignores policies ignores its own. */
export async function newPage(
  browser: Browser,
  { ignoresPolicies = false }: BrowserOptions = {},
): Promise<Page> {
  const page = await browser.newPage()
  if (ignoresPolicies && !isFirefox) await page.setBypassCSP(true)
  return page
}

/** Those that a page can be shown in: Firefox has no way to ask for another than the system's. */
export const colourSchemes = isFirefox ? ['light'] : ['light', 'dark']

/** Colours on their way from one to another are no colours of a page, so nothing moves. */
export async function showIn(page: Page, scheme: string): Promise<void> {
  if (isFirefox) return
  await page.emulateMediaFeatures([
    { name: 'prefers-color-scheme', value: scheme },
    { name: 'prefers-reduced-motion', value: 'reduce' },
  ])
}

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.wasm': 'application/wasm',
  '.webmanifest': 'application/manifest+json',
}

export interface StaticServer {
  readonly address: string
  /** The paths that were asked for. */
  readonly asked: string[]
  close(): void
}

/** What is served: folders by the beginnings of paths. @param isolated with the headers by which a page may share memory */
export async function serve(
  folders: Readonly<Record<string, string>>,
  { isolated }: { readonly isolated: boolean },
): Promise<StaticServer> {
  const asked: string[] = []
  const server: Server = createServer(async (request, response) => {
    const path = normalize(decodeURIComponent(new URL(request.url!, 'http://localhost').pathname))
    asked.push(path)
    const prefix = Object.keys(folders).find(prefix => path.startsWith(prefix))
    const file = prefix && join(folders[prefix]!, path.slice(prefix.length) || 'index.html')
    const contents = file && (await readFile(file).catch(() => undefined))
    const headers = {
      'Content-Type': contents ? (types[extname(file || '')] ?? 'application/octet-stream') : types['.html'],
      'Cache-Control': 'no-store',
      ...(isolated && {
        'Cross-Origin-Opener-Policy': 'same-origin',
        'Cross-Origin-Embedder-Policy': 'require-corp',
      }),
    }
    response
      .writeHead(contents ? 200 : 404, headers)
      .end(contents ?? '<!doctype html><title>not found</title>')
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    address: `http://127.0.0.1:${port}`,
    asked,
    close: () => {
      server.closeAllConnections()
      server.close()
    },
  }
}
