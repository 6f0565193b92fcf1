/** Files of labelled texts in other languages than English that nothing is wrong with: sentences of varied words, two labels, names in Latin letters. */
import { Random } from '../../src/random.ts'
import type { PlantedRow } from './planted.ts'

/** Parts of a sentence: `{}` stands for a word of the part of that name, `{word}` for one that leans to the label. */
interface Language {
  readonly sentences: readonly string[]
  readonly good: readonly string[]
  readonly bad: readonly string[]
  readonly thing: readonly string[]
  readonly place: readonly string[]
}

const names = [
  'Netflix',
  'Anna',
  'Disney',
  'BBC',
  'Miyazaki',
  'Kühn',
  'Godard',
  'Marvel',
  'Tarkowski',
  'IMAX',
]

const languages: Readonly<Record<string, Language>> = {
  German: {
    sentences: [
      'Der Film „{thing}“ mit {name} hat mir {place} {word} gefallen, auch wenn {thing} {word} blieb.',
      'Ich fand, dass {thing} {word} war und {name} {place} noch {word} spielte.',
      '{name} zeigt uns {place}, wie {word} {thing} sein kann – und wie {word} {thing}.',
      'Leider oder zum Glück: {thing} ist {word}, {thing} dagegen {word}, sagt {name} {place}.',
    ],
    good: ['wunderbar', 'großartig', 'rührend', 'spannend', 'süß', 'klug', 'schön', 'überraschend'],
    bad: ['öde', 'fürchterlich', 'langweilig', 'hölzern', 'blass', 'müde', 'zäh', 'albern'],
    thing: ['die Kamera', 'das Drehbuch', 'die Straße', 'der Schluss', 'die Musik', 'der Größenwahn'],
    place: ['im Kino', 'in München', 'am Ende', 'vor der Pause', 'auf der Bühne', 'nach zwei Stunden'],
  },
  French: {
    sentences: [
      "J'ai trouvé {thing} {word} et {thing} plutôt {word}, surtout {place}, comme l'écrit {name}.",
      '« {thing} », dit {name}, « est {word} {place}, mais {word} ailleurs. »',
      "C'était {word} : {thing} de {name} reste {word} {place}…",
      "Qu'il soit {word} ou non, {thing} m'a paru {word} {place} avec {name}.",
    ],
    good: ['émouvant', 'drôle', 'élégant', 'réussi', 'délicieux', 'touchant', 'brillant', 'léger'],
    bad: ['ennuyeux', 'raté', 'médiocre', 'pénible', 'creux', 'décevant', 'bâclé', 'froid'],
    thing: ['le scénario', "l'œuvre", 'le décor', 'le jeu', 'le cœur du récit', 'son été'],
    place: ['à Paris', 'dès le début', 'à la fin', 'au théâtre', 'ce soir-là', 'après coup'],
  },
  Chinese: {
    sentences: [
      '{place}看了{name}的新片，{thing}很{word}，{thing}也{word}。',
      '我觉得{thing}太{word}了，尤其是{place}的那一段，{name}演得{word}。',
      '{name}（Special Edition）{place}让人觉得{word}，{thing}却{word}。',
    ],
    good: ['精彩', '感人', '有趣', '温暖', '聪明', '漂亮', '细腻', '出色'],
    bad: ['无聊', '糟糕', '拖沓', '空洞', '失望', '做作', '混乱', '平淡'],
    thing: ['剧情', '音乐', '演员', '结局', '镜头', '台词'],
    place: ['昨天', '在影院', '最后', '开头', '上海', '周末'],
  },
  Japanese: {
    sentences: [
      '{place}{name}の映画を見ました。{thing}が{word}、{thing}も{word}と思います。',
      '{thing}は{word}けれど、{place}の{name}は{word}。',
      '{name} Original Soundtrackが{word}！{place}{thing}まで{word}。',
    ],
    good: ['すばらしい', '楽しい', '美しい', '面白い', 'やさしい', '新しい', '感動的', '見事'],
    bad: ['つまらない', '退屈', 'ひどい', '長すぎる', '残念', '古くさい', '寒い', '雑'],
    thing: ['音楽', '脚本', '俳優', 'ラスト', 'カメラ', '物語'],
    place: ['昨日', '劇場で', '最後に', '家族と', '東京で', '途中から'],
  },
  Arabic: {
    sentences: [
      'شاهدت {thing} {place} وكان {word} مع {name}، لكن {thing} كان {word}.',
      'أعتقد أن {thing} {word} جدًا، و{thing} {word} {place} كما قال {name}.',
      'قال {name} إن {thing} {place} {word}؛ أما {thing} فهو {word}!',
    ],
    good: ['رائع', 'ممتع', 'جميل', 'مؤثر', 'ذكي', 'مدهش', 'دافئ', 'لطيف'],
    bad: ['ممل', 'سيئ', 'ضعيف', 'بارد', 'طويل', 'سخيف', 'فارغ', 'مخيب'],
    thing: ['الفيلم', 'السيناريو', 'التصوير', 'المشهد', 'الحوار', 'الإخراج'],
    place: ['في القاهرة', 'أمس', 'في النهاية', 'في السينما', 'منذ البداية', 'مع أصدقائي'],
  },
  Thai: {
    sentences: [
      'ฉันดู{thing}ของ {name} {place} รู้สึกว่า{word}มาก และ{thing}ก็{word}',
      '{thing}เรื่องนี้{word}แต่{thing}{word} {place}',
      '{name} บอกว่า{thing}{word} {place} ส่วน{thing}นั้น{word}จริงๆ',
    ],
    good: ['สนุก', 'ดีเยี่ยม', 'น่ารัก', 'อบอุ่น', 'ซึ้งใจ', 'สวยงาม', 'ฉลาด', 'ประทับใจ'],
    bad: ['น่าเบื่อ', 'แย่', 'ช้าเกินไป', 'ผิดหวัง', 'จืดชืด', 'ยืดเยื้อ', 'ซ้ำซาก', 'เย็นชา'],
    thing: ['หนัง', 'เพลง', 'นักแสดง', 'ตอนจบ', 'ภาพ', 'บท'],
    place: ['เมื่อวาน', 'ในโรง', 'ตอนท้าย', 'กับเพื่อน', 'ที่กรุงเทพ', 'ตั้งแต่ต้น'],
  },
  Hindi: {
    sentences: [
      '{place} मैंने {name} की फिल्म देखी, {thing} {word} थी और {thing} भी {word} लगा।',
      'मुझे लगता है कि {thing} {word} है, पर {place} {thing} {word} था।',
      '{name} ने कहा कि {thing} {place} {word} और {word} रहा।',
    ],
    good: ['शानदार', 'मज़ेदार', 'सुंदर', 'भावुक', 'नया', 'रोचक', 'बढ़िया', 'प्यारा'],
    bad: ['उबाऊ', 'बेकार', 'कमज़ोर', 'लंबा', 'फीका', 'पुराना', 'ठंडा', 'खराब'],
    thing: ['कहानी', 'संगीत', 'अभिनय', 'अंत', 'दृश्य', 'संवाद'],
    place: ['कल', 'दिल्ली में', 'अंत में', 'सिनेमा में', 'शुरू से', 'परिवार के साथ'],
  },
}

function rowsOf({ sentences, good, bad, thing, place }: Language, count: number): PlantedRow[] {
  const random = new Random(31)
  const of = (list: readonly string[]): string => list[random.integer(list.length - 1)]!
  const rows = new Map<string, PlantedRow>()
  while (rows.size < count) {
    const label = rows.size % 2 ? 'good' : 'bad'
    const parts: Readonly<Record<string, () => string>> = {
      thing: () => of(thing),
      place: () => of(place),
      name: () => of(names),
      word: () => of(random.uniform() < 0.8 === (label === 'good') ? good : bad),
    }
    const sentence = () => of(sentences).replace(/\{(\w+)\}/g, (_, part: string) => parts[part]!())
    const text = `${sentence()} ${sentence()}`
    rows.set(text, { text, label })
  }
  return [...rows.values()]
}

export const cleanLanguages: Readonly<Record<string, () => PlantedRow[]>> = Object.fromEntries(
  Object.entries(languages).map(([name, language]) => [name, () => rowsOf(language, 360)]),
)
