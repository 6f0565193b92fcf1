/** Texts in another script or language than most. */
import type { Sequences } from '../text/sequences.ts'
import { grouped } from '../wording.ts'
import { scripts } from './characters.ts'
import { type Finding, finding, rowsWhere, type TextAt } from './finding.ts'

/** Some of the most frequent words of a language, that are none, or rare, in the others. */
const functionWords = {
  English: 'the and of to is that it was for with this are not have you but they his her from',
  German: 'und der die das ist nicht ein eine ich mit auf für den von sich auch dem wie war sehr',
  French: 'le les et des est une pas que qui dans pour avec ce cette sur il elle nous mais très',
  Spanish: 'el los las que una es por con para no muy pero como del más está esta lo su y',
  Italian: 'il che di è una non per con sono ma questo questa della gli anche molto come più nel e',
  Portuguese: 'o que não uma os é para muito mas na como mais foi são ele você isso está seu pelo',
  Dutch: 'het een van en is niet dat ik op te zijn voor met maar aan ook deze heel wat er',
  Swedish: 'och att det som på är av för med inte ett jag hade från också eller mycket när sig så',
  'Danish or Norwegian': 'og det som på er af av ikke jeg hun fra også eller meget når sig seg ble blev',
  Polish: 'nie się że jest jak ale już tylko bardzo przez jego tak było może który być dla przy czy są',
  Czech: 'že jsem jsou byl ale jako který také však velmi není už když být jeho její nebo jen jsme',
  Romanian: 'și este din pentru sunt fost dar acest foarte că mai nu cu pe într fi această după când',
  Turkish: 'bir ve çok için ile ama daha gibi kadar değil olarak sonra şey olan hiç göre bu ne en mi',
  Finnish: 'ja ei että oli hän mutta kun niin ovat myös joka kuin nyt ole mitä tämä hyvin vain sekä',
  Indonesian: 'yang dan ini itu tidak dengan untuk dari dalam pada akan saya juga sudah bisa lebih karena',
  Vietnamese: 'và của là có không được cho trong một người này với các những đã rất tôi khi nhưng',
} as const

const languages = Object.keys(functionWords) as (keyof typeof functionWords)[]

/** Different function words that tell a language, at least; and how many times as many as of the usual one. */
const enough = { words: 3, times: 2 }
/** A quotation is no other language: this share of such texts is more than that. */
const usualShare = 0.01

/**
 * @param scriptsOf [n] of the texts, indices in `scripts`
 * @param words what the tokens index
 */
export function checkLanguages(
  split: TextAt['split'],
  { tokens, offsets, labels }: Sequences,
  scriptsOf: readonly number[],
  words: readonly string[],
): Finding[] {
  const counts = scripts.map(() => 0)
  for (const script of scriptsOf) counts[script]!++
  const usual = counts.indexOf(Math.max(...counts.slice(1)), 1)
  const foreign = rowsWhere(split, labels.length, i => scriptsOf[i]! > 0 && scriptsOf[i] !== usual)
  const named = (row: TextAt) => ({ ...row, remark: scripts[scriptsOf[row.index]!]! })

  const language = languagesOf({ tokens, offsets }, words, scriptsOf)
  const texts = languages.map((_, i) => language.reduce((sum, each) => sum + Number(each === i), 0))
  const most = texts.indexOf(Math.max(...texts))
  const others = rowsWhere(split, labels.length, i => language[i]! >= 0 && language[i] !== most)
  return [
    ...finding(
      'language',
      'warning',
      foreign.map(named),
      count =>
        `${grouped(count)} ${split} texts are in another script than the others, which are ${scripts[usual]}`,
    ),
    ...finding(
      'language',
      others.length >= usualShare * labels.length ? 'warning' : 'note',
      others.map(row => ({ ...row, remark: languages[language[row.index]!]! })),
      count =>
        `${grouped(count)} ${split} texts seem to be in another language than the others, which are ${languages[most]}`,
    ),
  ]
}

/** [n] Which of `languages` each text is in; -1 where its words do not tell. */
function languagesOf(
  { tokens, offsets }: Pick<Sequences, 'tokens' | 'offsets'>,
  words: readonly string[],
  scriptsOf: readonly number[],
): Int8Array {
  const sets = languages.map(name => new Set(functionWords[name].split(' ')))
  const bits = Uint16Array.from(words, word =>
    sets.reduce((sum, set, i) => sum + (set.has(word) ? 1 << i : 0), 0),
  )
  const hits = new Int32Array(languages.length)
  const met = new Set<number>()
  return Int8Array.from(scriptsOf, (script, text) => {
    if (script !== 1) return -1
    hits.fill(0)
    met.clear()
    for (const token of tokens.subarray(offsets[text], offsets[text + 1])) {
      const which = bits[token]!
      if (which === 0 || met.has(token)) continue
      met.add(token)
      for (let i = 0; i < hits.length; i++) hits[i]! += (which >> i) & 1
    }
    const best = hits.reduce((most, count, i) => (count > hits[most]! ? i : most), 0)
    const second = hits.reduce((most, count, i) => (i === best ? most : Math.max(most, count)), 0)
    return hits[best]! >= enough.words && hits[best]! >= enough.times * second ? best : -1
  })
}
