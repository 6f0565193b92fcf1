import type { MiddlewareHandler } from 'hono'
import { host } from '../host/index.ts'
import type { Environment } from './exchange.ts'
import { Problem } from './problem.ts'

/** Lets through what brings the token. Compared are hashes, all of them to the end: how long that takes tells nothing. */
export function tokenCheck(token: string): MiddlewareHandler<Environment> {
  const wanted = hashOf(token)
  return async (exchange, next) => {
    const [, given] = /^Bearer +(\S+) *$/i.exec(exchange.req.header('authorization') ?? '') ?? []
    const hash = hashOf(given ?? '')
    let difference = given === undefined ? 1 : 0
    for (let i = 0; i < wanted.length; i++) difference |= wanted.charCodeAt(i) ^ hash.charCodeAt(i)
    if (difference !== 0) {
      throw new Problem(401, 'token', 'a token is wanted', { hint: 'send it as Authorization: Bearer …' })
    }
    await next()
  }
}

function hashOf(text: string): string {
  const hash = host.sha256()
  hash.update(new TextEncoder().encode(text))
  return hash.digest()
}
