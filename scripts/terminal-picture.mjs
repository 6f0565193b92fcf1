/**
 *     node scripts/terminal-picture.mjs
 *
 * Draws docs/terminal-light.svg and docs/terminal-dark.svg from a real run of the program in dist.
 */
import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const texts = ['A wonderful film, warm and funny.', 'Boring from the first minute.']
const output = execFileSync(
  process.execPath,
  ['bin/lstm.js', 'predict', '--explain', '--quiet', '--checkpoint', 'checkpoints/pretrained.safetensors'],
  {
    cwd: root,
    input: `${texts.join('\n')}\n`,
    env: { ...process.env, FORCE_COLOR: '1' },
    stdio: ['pipe', 'pipe', 'ignore'],
  },
).toString()

const palettes = {
  light: { paper: '#ffffff', ink: '#1f2328', 32: '#116329', 35: '#8250df' },
  dark: { paper: '#0d1117', ink: '#e6edf3', 32: '#56d364', 35: '#d2a8ff' },
}
const introducer = '\u001b'
const codes = new RegExp(`(${introducer}\\[[\\d;]*m)`)
const [width, height] = [8.4, 22]
const lines = [`$ printf '${texts.join('\\n')}\\n' | lstm predict --explain`, ...output.trimEnd().split('\n')]

const escaped = text =>
  text.replaceAll(' ', '\u00a0').replace(/[&<>]/g, character => `&#${character.charCodeAt(0)};`)

/** The pieces of a line, each with the codes that hold for it; tabs become two blanks. */
function* pieces(line) {
  let held = []
  for (const part of line.replaceAll('\t', '  ').split(codes)) {
    if (part.startsWith(introducer))
      held = part
        .slice(2, -1)
        .split(';')
        .filter(code => code !== '0')
    else if (part) yield { text: part, codes: held }
  }
}

for (const [name, palette] of Object.entries(palettes)) {
  const drawn = lines.flatMap((line, row) => {
    let column = 0
    const y = 32 + row * height
    return [...pieces(line)].map(({ text, codes }) => {
      const x = 16 + column * width
      column += text.length
      const colour = palette[codes.find(code => palette[code])] ?? palette.ink
      const reversed = codes.includes('7')
      const behind = `<rect x="${x}" y="${y - 16}" width="${text.length * width}" height="${height}" fill="${colour}"/>`
      const weight = codes.includes('1') ? ' font-weight="bold"' : ''
      const words = `<text x="${x}" y="${y}" textLength="${text.length * width}" fill="${reversed ? palette.paper : colour}"${weight}>${escaped(text)}</text>`
      return (reversed ? behind : '') + words
    })
  })
  const longest = Math.max(
    ...lines.map(line => [...pieces(line)].reduce((sum, { text }) => sum + text.length, 0)),
  )
  const size = [Math.ceil(32 + longest * width), 32 + lines.length * height]
  writeFileSync(
    new URL(`../docs/terminal-${name}.svg`, import.meta.url),
    `<svg xmlns="http://www.w3.org/2000/svg" width="${size[0]}" height="${size[1]}" font-family="ui-monospace, monospace" font-size="14" role="img" aria-label="lstm predict --explain"><title>lstm predict --explain</title><rect width="100%" height="100%" rx="8" fill="${palette.paper}"/>\n${drawn.join('\n')}\n</svg>\n`,
  )
}
