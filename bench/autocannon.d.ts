/** What of autocannon is used here. */
declare module 'autocannon' {
  interface Result {
    readonly duration: number
    readonly '2xx': number
    readonly non2xx: number
    readonly errors: number
    readonly timeouts: number
    readonly latency: { readonly p50: number; readonly p99: number; readonly max: number }
    readonly statusCodeStats?: Readonly<Record<string, { readonly count: number }>>
  }
  export default function autocannon(options: {
    url: string
    connections: number
    duration: number
    timeout: number
    requests: readonly { method: 'POST'; body: string; headers: Readonly<Record<string, string>> }[]
  }): Promise<Result> & {
    on(
      event: 'response',
      listener: (client: unknown, status: number, bytes: number, milliseconds: number) => void,
    ): void
  }
}
