/** A real browser: Debian's Chromium, and a server of static files for it. */
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { extname, join, normalize } from 'node:path'
import puppeteer, { type Browser } from 'puppeteer-core'

const executablePath = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(
  path => existsSync(path),
)

/** Why tests in a browser are skipped; undefined where they are not. */
export const noBrowser = executablePath ? undefined : 'no Chromium is installed (apt-get install chromium)'

export function startBrowser(): Promise<Browser> {
  return puppeteer.launch({
    executablePath: executablePath!,
    // In a container, where the root user has no sandbox of Chromium's.
    args: ['--no-sandbox', '--disable-dev-shm-usage', '--disable-gpu'],
  })
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
