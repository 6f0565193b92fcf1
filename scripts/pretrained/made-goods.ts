/**
 * Sentences as people write them of things bought, meals and services: what happened, rather than how it is called. Reviews of films
 * hold few of them. {a|b} is one of a and b, as deep as one likes.
 */
import type { Random } from '../../src/random.ts'
import type { MadeSentence } from './made-sentences.ts'

const parts: Readonly<Record<string, string>> = {
  THING:
    'phone|headset|charger|case|camera|speaker|keyboard|player|router|laptop|printer|cable|adapter|remote|monitor|mouse|tablet|vacuum|blender|watch|radio|toaster|lamp|bag|tool|item|product|unit|device|machine|cover|clip|drive|car kit|software|program|gadget',
  PART: 'battery|screen|sound|button|cord|cover|clip|volume|microphone|lens|picture|keypad|display|hinge|plug|zipper|lid|handle|software|menu|manual|design|interface|sound quality|picture quality|call quality|voice quality|battery life|build quality|reception|signal|connection|keyboard|speaker|camera',
  DISH: 'soup|burger|pizza|steak|salad|pasta|chicken|fish|sandwich|curry|rice|dessert|breakfast|lunch|dinner|coffee|bread|sauce|noodles|tacos|sushi|beef|pork|shrimp|cake|appetizer',
  STAFF: 'waiter|waitress|server|staff|owner|bartender|manager|hostess|cashier|driver|chef|receptionist',
  PLACE: 'place|restaurant|hotel|bar|shop|store|diner|cafe|spot|bakery|salon',
  SHORT:
    'a few days|two days|a week|two weeks|a month|two months|one use|three uses|the first day|less than a month|a couple of weeks',
  LONG: 'a year|two years|three years|many months|six months|years|several months|a long time|a lot of use',
  VERY: '|||very|really|so|quite|extremely|pretty|super',
  WHO: 'my wife|my husband|my son|my daughter|my mother|a friend|my dad|myself|work|the office|my car',
}

const praise = {
  goods: [
    '{it|the THING|this THING} works {great|perfectly|flawlessly|very well|well|fine|beautifully|like a charm|like new|as advertised|as described|as it should|right out of the box|every time}',
    'does {exactly|just} what {it says|I needed|I wanted|it is supposed to do|it claims}',
    '{so far|||} {works|working} {great|well|fine} {so far||}',
    '{VERY} easy to {use|install|set up|clean|carry|read|hold|program|learn|operate|put on|understand}',
    'setup {was|is} {a breeze|easy|quick|simple|painless}',
    'the {battery|charge} lasts {all day|for days|forever|a long time|longer than I thought|the whole week}',
    '{it|the battery} holds {a|its} charge {well|for days|very well}',
    'charges {quickly|fast|in no time}',
    '{it|the THING|the case} fits {perfectly|snugly|like a glove|great|very well|nicely|comfortably|in my pocket}',
    '{VERY} comfortable to {wear|hold|use}',
    '{it|the order|my THING|the package} {arrived|came|was delivered} {on time|early|quickly|fast|promptly|in perfect condition|in two days|well packed}',
    '{fast|quick|prompt} {shipping|delivery|service}',
    '{good|great|excellent|fair|unbeatable|reasonable} {value|price|deal|quality|value for the money|price for what you get}',
    'worth {every penny|the money|the price|every cent|it}',
    'well worth {the money|the price|it}',
    'you get {more than|what} you pay for and then some',
    'saved me {a lot of money|a lot of time|hours}',
    '{no|zero|not a single} {problems|problem|complaints|complaint|issues|issue|trouble} {so far|at all|with it|after LONG}',
    'never had {a|any} {problem|problems|trouble|issues} with {it|this THING}',
    'has never {failed|let me down|broken|crashed|dropped a call|given me trouble}',
    'I have no complaints',
    'I would {buy|order|get} {it|this|another one|from them} again',
    'I {bought|ordered|am getting} {another|a second|two more|one more} {one|for WHO}',
    'will {definitely||surely} {buy|order|purchase} {again|more|another one}',
    '{I|we} use {it|this THING} {every day|all the time|daily}',
    'would recommend {it|this THING} to {anyone|everyone|a friend|all}',
    '{I|we} {highly||strongly} recommend {it|this THING|them}',
    'highly recommended',
    'five stars',
    '{two thumbs|thumbs} up',
    'a must have',
    'the PART {is|was} {VERY} {clear|crisp|bright|loud enough|excellent|outstanding|superb|great|impressive|sharp|responsive|solid|first rate|top notch}',
    '{excellent|great|good|superb|crystal clear|outstanding|amazing|strong|impressive} PART',
    '{I|people|everyone} can hear {me|everything|them} {clearly|fine|perfectly|well}',
    'sounds {great|amazing|clear|wonderful|natural}',
    'looks {great|sharp|sleek|good|nice|beautiful|classy}',
    'better than {I expected|expected|my old one|the original|the expensive ones|I had hoped|advertised}',
    'exceeded my expectations',
    '{still|it is still} {going strong|working|running fine|like new} after LONG',
    'has {held up|lasted|worked} {well|perfectly|great||} for LONG',
    'lasted {me||} {LONG|longer than any other}',
    '{you|one} can not go wrong with {it|this THING|this one}',
    'could not be {happier|more pleased|more satisfied}',
    '{I am|I was|we are|} {VERY} {happy|pleased|satisfied|impressed} with {it|this THING|this purchase|my order|the PART|the quality}',
    '{I|we|my kids|WHO} love {it|this THING|the PART|how small it is|how light it is}',
    'the best {THING|one|purchase} I have {ever||} {owned|bought|used|had|made}',
    'one of the best {THING|things|purchases} I have {bought|made|owned}',
    '{VERY} {durable|lightweight|sturdy|compact|handy|reliable|useful|well made|well built|solid|comfortable|convenient|versatile|practical}',
    'solved {my|the} problem',
    'just what I {needed|wanted|was looking for}',
    'exactly as {described|advertised|pictured}',
    'customer service {was|is} {great|helpful|friendly|quick to respond|excellent|outstanding}',
    'they replaced it {right away|for free|without any questions|at once}',
    'made my life easier',
    'lots of {useful|great|nice|handy} features',
    'survived {many drops|several falls|a fall|the washing machine}',
    'does not {scratch|slip|overheat|fall off|get hot|make any noise}',
    'what a {great|nice|wonderful} {THING|find|product|deal|purchase}',
    'no more {tangled cables|dropped calls|dead batteries|problems|static}',
    'stays {in place|put|cool|charged|on my ear|connected}',
    'keeps {coffee hot|its charge|working|up with me}',
  ],
  meals: [
    'the {food|DISH} was {VERY} {fresh|hot|delicious|tasty|flavorful|juicy|tender|amazing|crispy|perfect|outstanding|excellent|well seasoned|cooked perfectly|cooked to perfection|to die for|full of flavor}',
    '{delicious|fresh|tasty|great|excellent|amazing|wonderful|authentic|perfect} {food|DISH|meals|drinks}',
    'the DISH {melted|melts} in {my|your} mouth',
    '{best|the best} {DISH|food|meal|PLACE} {in town|ever|I have had|around|I have ever had|in the city|in a long time}',
    '{the|our} STAFF was {VERY} {friendly|attentive|helpful|polite|prompt|welcoming|professional|kind|on top of things}',
    '{the|} service was {fast|prompt|quick|excellent|great|outstanding|friendly|spot on}',
    '{the|} STAFF made us feel {welcome|at home|special}',
    'our {food|order|drinks} came {out||} {quickly|fast|right away|hot}',
    '{we|I} will {definitely||certainly} be back',
    '{we|I} can not wait to {go|come} back',
    '{we|I} {go|come} {here|back} {every week|all the time|often}',
    '{we|I} will be returning',
    'already planning {my|our} next visit',
    'my new favorite {PLACE|spot}',
    '{generous|huge|large|big} portions',
    '{reasonable|good|fair|great} prices',
    '{great|nice|lovely|cozy|relaxing|fun|warm} {atmosphere|ambiance|decor|vibe|patio|setting}',
    '{well|} worth the {wait|drive|price|trip|calories}',
    '{we|I} left {full|happy|satisfied|stuffed and happy}',
    'everything {we ordered|I tried|on the menu} was {great|good|delicious|fresh|perfect}',
    '{the|} room was {clean|spotless|quiet|spacious|comfortable}',
    'this PLACE {is a gem|rocks|never disappoints|is great|has it all}',
    'they {really||} know {how to cook|what they are doing|how to treat customers}',
    'never {had a bad meal|been disappointed} here',
    'the DISH was {a hit|a treat|something special|the highlight}',
    '{so|very} {good|yummy}',
  ],
} as const
const blame = {
  goods: [
    '{it|the THING|this THING|mine} {does not|did not|never|will not|would not|does not even|no longer} {work|worked|work at all|work properly|work as advertised|work with my THING}',
    '{it|the THING|mine|the PART} {stopped working|quit working|quit|died|broke|fell apart|went dead|failed|gave out|cracked|came apart|snapped|wore out} {after|within|in} SHORT',
    '{it|the THING|mine|the PART} {broke|died|failed|cracked|snapped} {after SHORT|right away|the first time I used it|almost immediately|already|in half}',
    '{it|the THING} {will not|would not|does not|did not} {turn on|charge|hold a charge|stay on|stay connected|fit|connect|stay in place|start|pair|sync|play|respond|last}',
    '{did not|does not} {work for me|fit my THING|last long|hold up|do what it says|do the job|help|live up to the hype}',
    'the {battery|charge} {dies|runs out|drains} {too quickly|within an hour|in no time|very fast|after two hours|overnight}',
    'the battery {lasts only|only lasts|barely lasts} {an hour|a few hours|half a day|twenty minutes}',
    '{has to be|needs to be|must be} {charged|replaced|restarted|reset} {every day|all the time|constantly|twice a day|every few hours}',
    '{it|the THING|the software} keeps {dropping calls|disconnecting|freezing|crashing|restarting|cutting out|falling off|shutting off|losing the signal|beeping|skipping|falling out}',
    '{it|the THING} {constantly|often|always} {freezes|crashes|disconnects|cuts out|overheats|loses the signal|drops calls|jams|leaks}',
    '{poor|bad|terrible|horrible|weak|awful|lousy|inferior} PART',
    'the PART {is|was} {VERY} {poor|terrible|weak|awful|useless|bad|cheap|flimsy|horrible|muffled|blurry|hard to read|hard to use|confusing|too low|too dim|too short|too small|worthless|slow}',
    '{nobody|no one} {could|can} hear {me|us|anything}',
    '{I|people|we} {can not|can barely|could hardly|could not} hear {me|anything|them|a thing}',
    'sounds {terrible|tinny|muffled|awful|like a tin can|distorted}',
    '{a lot of|too much|constant|nothing but} {static|noise|echo|interference|trouble|problems}',
    '{I|we|had to|} {returned|return|sent|send} {it|them|this THING} {back||right away|for a refund|the next day}',
    '{I|we} {asked for|want|am still waiting for|could not get} {a refund|my money back}',
    'wanted my money back',
    '{a||what a|a complete|a total} waste of {money|time|time and money|your money}',
    '{cheaply|poorly|badly} {made|built|designed|constructed}',
    'made of {cheap|thin|flimsy} plastic',
    '{feels|looks|is} {cheap|flimsy|fragile}',
    'the PART {sticks|is loose|does not work|came off|fell off|broke off|wobbles|feels cheap}',
    'customer service {was|is} {no help|useless|rude|terrible|a joke|awful|nonexistent}',
    'customer service {never|did not} {answered|called back|replied|helped}',
    '{they|the seller|the company} {refused to|would not|will not} {help|refund my money|replace it|take it back|honor the warranty|answer}',
    '{arrived|came} {broken|late|scratched|damaged|dirty|defective|with parts missing|in the wrong color|dead|used|three weeks late}',
    '{never|it never} arrived',
    'took {forever|a month|weeks|too long} to {arrive|get here|ship|charge|load}',
    'not {as|what was|what is} {described|advertised|pictured}',
    '{sent|shipped|received|got} {me||} the wrong {one|item|size|color|THING}',
    '{parts|screws|the cable|the manual} {were|was} missing',
    'had to {replace|return|exchange|fix|restart|buy a new} it {twice|three times|again||within a month}',
    '{it|the THING} {overheats|leaks|scratches easily|rattles|slips|gets too hot|makes a loud noise|smells|tears easily|peels|rusts|hurts my ear|is falling apart}',
    '{stay|keep|run} away {from this THING|from this one|from this company||}',
    'save your {money|time}',
    '{do not|never|please do not|} {buy|waste your money on|order|bother with|trust} {this|it|this THING|them}',
    '{look|go|shop} elsewhere',
    'buyer beware',
    '{I|we} would not {buy|order|get|recommend} {it|this|this THING|from them} {again||to anyone}',
    '{I|we} will never {buy|order|use|purchase} {from them|this brand|this|one|it} again',
    '{I|we} {wish I had|should have} {bought|gone with|kept|chosen} {another|the other|my old} one',
    '{I|we} can not recommend {it|this THING}',
    'regret buying {it|this THING}',
    '{not|is not|was not} worth {the price|the money|it|the trouble|a dime|what I paid|buying}',
    '{VERY} {overpriced|disappointed|disappointing|frustrating|unreliable|annoying|poorly made|uncomfortable|inconvenient|misleading|dissatisfied|unhappy}',
    'one star',
    'zero stars',
    'a piece of {junk|crap|garbage|trash}',
    '{total|complete|absolute} {junk|garbage|crap|disappointment|failure}',
    'went {straight||right} {in|into} the {trash|garbage}',
    'threw it {away|out|in the trash}',
    'too {bulky|heavy|small|loud|slow|expensive|complicated|short|big|tight|loose|fragile|sensitive|stiff} {for me||to use|to be useful}',
    'hard to {hear|read|use|hold|install|clean|open|set up|find|reach|see}',
    'difficult to {use|install|set up|put on|operate}',
    'lasted {SHORT|only SHORT|less than SHORT}',
    'ruined my {THING|PART}',
    '{this|it} is my {third|second} one and it {broke|failed|died} too',
    '{makes|made} no sense',
    'worst {THING|purchase|customer service|company|product} {ever|I have had|I have bought|I have ever owned}',
    '{does|did} nothing',
    '{no|there is no} {support|way to turn it off|instructions|volume control|warranty|reception|signal}',
    'I {tried|spent} {everything|hours|three of them|a whole day} {and nothing worked|and gave up|and it still fails}',
    'after SHORT {it|the THING|the PART} {was dead|broke|stopped|started to fail|failed|would not charge}',
    '{I|we} had {nothing but|many|constant|serious} {problems|trouble|issues} {with it|with this THING}',
    '{less|worse} than {I expected|advertised|my old one|I hoped}',
  ],
  meals: [
    'the {food|DISH} was {VERY} {cold|bland|overcooked|undercooked|burnt|soggy|salty|greasy|dry|tasteless|stale|raw|mushy|rubbery|tough|disgusting|gross|inedible|flavorless|lukewarm|overpriced|not fresh|watery|old}',
    '{bland|cold|tasteless|stale|greasy|terrible|overpriced|frozen|soggy|mediocre} {food|DISH}',
    '{no|had no|zero|lacked} flavor',
    '{the|our} STAFF was {VERY} {rude|slow|unfriendly|inattentive|careless|impolite|unprofessional|clueless|nowhere to be found}',
    '{the|} STAFF {ignored us|never came back|forgot our order|got our order wrong|messed up our order|had an attitude|did not care|never checked on us|rolled her eyes}',
    '{the|} service was {slow|terrible|awful|poor|horrible|rude|a joke|below average}',
    '{slow|terrible|poor|awful|rude|bad} service',
    '{we|I} {waited|had to wait|sat there} {an hour|forty minutes|over an hour|forever|half an hour|ages} {for our food|to be seated|for a drink|before anyone came||}',
    'it took {forever|an hour|thirty minutes|two hours} to get {our food|a drink|the check|served}',
    '{we|I} {will not|would not|will never|am never|are never} {be back|go back|come back|going back|return|eating here again}',
    'never {again|going back|coming back}',
    '{will not be|not} {coming back|returning|going back}',
    '{I|we} {got|was|felt} sick {after eating here|afterwards|that night}',
    'found {a hair|a bug|plastic} in {my|the} {food|DISH}',
    '{tiny|small|stingy} portions',
    '{too|way too} {expensive|loud|crowded|salty|sweet|pricey|spicy} {for what you get||}',
    '{the|} {place|tables|bathroom|room|floor|silverware} {was|were} {dirty|filthy|sticky|disgusting|smelly|run down}',
    '{we|I} left {hungry|disappointed|unhappy|without eating|and went elsewhere}',
    'they {charged us twice|overcharged us|ran out of everything|forgot about us|gave us the wrong order|would not seat us}',
    '{I|we} have had better {DISH|food} {at home|from a can|at a gas station|elsewhere}',
    'the DISH {tasted|looked} {like cardboard|like rubber|old|awful|weird|frozen|burnt|like it was from a can}',
    '{would not|do not} {eat|come|go} {here|there} {again||even if it was free}',
    '{do not|never} waste your {time|money} here',
    'the worst {DISH|food|meal|service|PLACE} {ever|in town|I have had|I have ever had}',
    '{our|my} {order|DISH} was wrong',
    'they never {brought|refilled} {our|my} {drinks|water}',
    'half of {it|the menu|the food} was {missing|not available|inedible}',
    'nothing {special|to write home about}',
    'this PLACE {is a joke|has gone downhill|should be closed|is a dump|disappoints}',
    'not {fresh|worth it|good|impressed}',
  ],
} as const

const before = {
  goods: [
    'I bought this for WHO and',
    'I have had {this|it|mine} for {LONG|SHORT} and',
    'after {LONG|SHORT}',
    'I ordered {two|one|three} of these and',
    'I bought {this|it} {online|last month|as a gift|because of the reviews} and',
    'I use it {in my car|at work|at home|for travel} and',
    'overall',
    'all in all',
    'to sum up',
    'in short',
    'this is my second THING and',
  ],
  meals: [
    'we went {there|here} {for lunch|on a Friday|for my birthday|last night|with friends} and',
    'I ordered the DISH and',
    'I had the DISH and',
    'we stopped by for {dinner|a drink|breakfast} and',
    'my {friend|wife|husband} had the DISH and',
    'overall',
    'all in all',
    'first time here and',
  ],
} as const

/** So many sentences, as many of praise as of blame about; two thirds of them of goods. */
export function goodsSentences(count: number, random: Random): MadeSentence[] {
  const pick = <T>(list: readonly T[]): T => list[random.integer(list.length - 1)]!
  const expand = (pattern: string): string => {
    let text = pattern
    for (;;) {
      const next = text
        .replace(/\b[A-Z]{3,}\b/g, name => (parts[name] === undefined ? name : `{${parts[name]}}`))
        .replace(/\{([^{}]*)\}/g, (_, inner: string) => pick(inner.split('|')))
      if (next === text) return text.replace(/\s+/g, ' ').trim()
      text = next
    }
  }
  const contracted = (text: string) =>
    text
      .replace(/\b(do|does|did|would|could|should|was|is|are|were) not\b/g, "$1n't")
      .replace(/\bcan not\b/g, "can't")
      .replace(/\bwill not\b/g, "won't")
      .replace(/\bI have\b/g, "I've")
      .replace(/\bI am\b/g, "I'm")
      .replace(/\bit is\b/g, "it's")
  return Array.from({ length: count }, () => {
    const positive = random.integer(1) === 0
    const of = random.integer(2) < 2 ? 'goods' : 'meals'
    const [own, other] = positive ? [praise[of], blame[of]] : [blame[of], praise[of]]
    const clause = () => expand(pick(own))
    const shape = random.integer(11)
    let text: string
    if (shape < 5) text = clause()
    else if (shape < 7) text = `${clause()}${pick([' and ', ', and ', '. ', ', ', '; ', '! '])}${clause()}`
    else if (shape < 9) text = `${expand(pick(before[of]))}${pick([' ', ' ', ', '])}${clause()}`
    else if (shape < 10) text = `${expand(pick(other))}, but ${clause()}`
    else if (shape < 11)
      text = `${pick(['although', 'even though', 'while'])} ${expand(pick(other))}, ${clause()}`
    else text = `${clause()}, ${clause()}${pick([' and ', ', '])}${clause()}`
    if (random.integer(1) === 0) text = contracted(text)
    else text = text.replace(/\bcan not\b/g, 'cannot')
    text = text.replace(/\ba ([aeiou])/g, 'an $1')
    return {
      text: `${text[0]!.toUpperCase()}${text.slice(1)}${pick(['.', '.', '.', '!', '', '!!'])}`,
      label: positive ? 'positive' : 'negative',
    }
  })
}
