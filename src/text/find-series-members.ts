import type { Span } from '../domain/span.js';
import { matchBrackets } from './match-brackets.js';

const clauseEnd = /[，,；;：:。！？!?\n]/u;
const minimumMembers = 3;
/** A part so much longer than its neighbours ends one series and begins the next (省委、省政府将…作为重大责任、重大工程). */
const pivotRatio = 2;
const minimumPivotChars = 8;
/** Members that a boundary is learnt from. */
const maximumModels = 20;
const connective =
  /以及|或者|(?<![普涉以波顾])及(?![时格其早])|和(?![谐平睦解好])|(?<![参给赋])与(?![会此时])|或(?!者)|并(?=[^且不])/u;
const maximumSuffixChars = 5;
const behindSeries = /等(?![级于待同])|(?:主要)?负责(?:人|同志)|分别|均(?!衡)|参加|出席/u;

/** A series in the making: spans of its parts, between 、 and 、 or a clause's end. */
type Parts = readonly Span[];

function length(span: Span): number {
  return span.end - span.start;
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((left, right) => left - right);
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? 0;
}

/** Runs of parts that 、 joins; brackets keep theirs. */
function findRuns(text: string): Parts[] {
  const brackets = matchBrackets(text);
  const runs: Parts[] = [];
  let run: Span[] = [];
  let start = 0;
  let index = 0;
  while (index <= text.length) {
    const character = text[index] ?? '。';
    const close = /[（(【[《]/u.test(character) ? brackets.get(index) : undefined;
    if (close !== undefined) index = close;
    else if (character === '、') {
      run.push({ start, end: index });
      start = index + 1;
    } else if (clauseEnd.test(character)) {
      if (run.length > 0) runs.push([...run, { start, end: index }]);
      run = [];
      start = index + 1;
    }
    index += 1;
  }
  return runs;
}

/** Cuts a run at inner parts that are no members but the words between two series. */
function splitAtPivots(run: Parts): Parts[] {
  const inner = run.slice(1, -1);
  const usual = median(run.map(length));
  const pieces: Parts[] = [];
  let first = 0;
  inner.forEach((part, index) => {
    if (length(part) < minimumPivotChars || length(part) <= usual * pivotRatio) return;
    pieces.push(run.slice(first, index + 2));
    first = index + 1;
  });
  pieces.push(run.slice(first));
  return pieces;
}

function endsAlike(left: string, right: string, chars: number): boolean {
  return left.length >= chars && left.slice(-chars) === right.slice(-chars);
}

/** Splits a part at 和, 及 or 与 into two members where both look like members, or where the part is the last. */
function splitAtConnective(
  text: string,
  part: Span,
  others: readonly string[],
  last: boolean,
): Span[] {
  const content = text.slice(part.start, part.end);
  const match = connective.exec(content);
  if (match === null || match.index < 2) return [part];
  const left = content.slice(0, match.index);
  const right = content.slice(match.index + match[0].length);
  if (right.length < 2) return [part];
  const wholeAlike = others.some(
    (other) => endsAlike(other, content, 1) && !endsAlike(other, left, 1),
  );
  const rightAlike = others.some(
    (other) => right.includes(other.slice(-2)) || other.includes(right.slice(-2)),
  );
  const leftAlike = others.some((other) => endsAlike(other, left, 1));
  const splits = last ? leftAlike || !wholeAlike : leftAlike && rightAlike;
  if (!splits) return [part];
  return [
    { start: part.start, end: part.start + left.length },
    { start: part.end - right.length, end: part.end },
  ];
}

function commonPrefix(texts: readonly string[]): string {
  const [first = '', ...rest] = texts;
  let size = first.length;
  for (const other of rest) while (!other.startsWith(first.slice(0, size))) size -= 1;
  return first.slice(0, size);
}

/** Words that stand before a series and are none of its first member. */
const introduces =
  /(?:包括|包含|涵盖|涉及|覆盖|例如|比如|诸如|尤其是|特别是|分别[是为]|就是|即是|作为|(?<![没拥具享])有(?!关|效|限|力|序|机|色|利|些)|部分|所有|各类|通过|围绕|聚焦|抓好|做好|搞好|办好|用好|管好|支持|鼓励|引导|加强|强化|推进|推动|促进|加快|发展|保障|落实|完善|优化|提升|提高|扩大|打造|建设|培育|培养|实施|开展|组织|帮助|服务|全力|重点|突出|统筹|坚持|负责|邀请|来自|获得?|反映出?|探索|旨在|打击|利用|采取|提供|成立|设立|举办|聚力|按照|^[从对将把向以在由给])$/u;
/** Words behind a series that are none of its last member. */
const follows =
  /(?:让(?!步)|使(?!用)|联合|共同|合力|开展|进行|组成|构成|形成|[两三四五六七八九十](?:省|市|县|国|地|者|方|类|项|个)|在现场|相结合)/u;
/** A member is about as long as the others are. */
function isUsual(size: number, usual: number): boolean {
  return size >= 2 && size >= usual * 0.6 && size <= usual * 1.6;
}
/** So much longer than the others, a first or last member holds words that are none of it. */
const tooLongRatio = 1.5;

/** Where the first member begins when the words before it introduce a series; -1 where none do. */
function introducedAt(content: string, usual: number): number {
  for (let at = 1; at < content.length; at += 1) {
    if (introduces.test(content.slice(0, at)) && isUsual(content.length - at, usual)) {
      const next = at + 1;
      // 包括 before 的: the longest introduction counts.
      const longer =
        introduces.test(content.slice(0, next)) && isUsual(content.length - next, usual);
      if (!longer) return at;
    }
  }
  return -1;
}

/** Drops the words before the first member: it begins as the others do, or is as long as they all are. */
function trimFirst(text: string, members: readonly Span[]): Span[] {
  const [first, ...rest] = members;
  if (first === undefined || rest.length < 2) return [...members];
  const content = text.slice(first.start, first.end);
  const others = rest.slice(0, maximumModels).map((span) => text.slice(span.start, span.end));
  const head = commonPrefix(others);
  const at = head === '' ? -1 : content.lastIndexOf(head);
  if (at >= 0) return [{ start: first.start + at, end: first.end }, ...rest];
  const all = new Set(rest.map(length));
  const inner = new Set(rest.slice(0, -1).map(length));
  const [only = 0] = all.size === 1 ? all : inner;
  // 呼和浩特、北京、上海 has nothing to drop, 抓好批零住餐、文化旅游、快递物流 has.
  const spare = all.size === 1 && only > 2 ? 2 : 3;
  const regular =
    (all.size === 1 || inner.size === 1) && only >= 2 && length(first) >= only + spare;
  const usual = median(rest.map(length));
  const from = length(first) > usual * tooLongRatio - 0.5 ? introducedAt(content, usual) : -1;
  // 支持高校毕业生、退役军人: a cut by length alone may go through a word.
  if (from >= 0) return [{ start: first.start + from, end: first.end }, ...rest];
  return [regular ? { start: first.end - only, end: first.end } : first, ...rest];
}

/** Drops the words behind the last member: they begin with 等, or where it ends as another member does. */
function trimLast(text: string, members: readonly Span[]): Span[] {
  const last = members.at(-1);
  if (last === undefined) return [];
  const rest = members.slice(0, -1);
  const content = text.slice(last.start, last.end);
  const cut = (size: number): Span[] => [...rest, { start: last.start, end: last.start + size }];
  const open = content.search(behindSeries);
  if (open >= 2) return cut(open);
  const others = rest.slice(-maximumModels).map((span) => text.slice(span.start, span.end));
  for (let size = maximumSuffixChars; size >= 2; size -= 1) {
    for (const other of others) {
      if (other.length <= size) continue;
      const at = content.indexOf(other.slice(-size));
      if (at > 0) return cut(at + size);
    }
  }
  const usual = median(rest.map(length));
  const behind = content.search(follows);
  if (content.length > usual * tooLongRatio && isUsual(behind, usual)) return cut(behind);
  const lengths = new Set(rest.slice(1).map(length));
  const [only = 0] = lengths;
  // Two regular members may be chance; three are a pattern.
  return lengths.size === 1 && rest.length >= 3 && content.length > only ? cut(only) : [...members];
}

function trimQuotes(text: string, { start, end }: Span): Span {
  const content = text.slice(start, end);
  const opens = content.startsWith('“') && !content.includes('”');
  const closes = content.endsWith('”') && !content.includes('“');
  return { start: opens ? start + 1 : start, end: closes ? end - 1 : end };
}

/** Series with 、 in a sentence (A、B和C), as spans of their members; those of fewer than three are left out. */
export function findSeriesMembers(text: string): Span[][] {
  return findRuns(text)
    .map((parts) => {
      const texts = parts.slice(0, maximumModels).map((span) => text.slice(span.start, span.end));
      return parts.flatMap((part, index) => {
        const others = texts.filter((_, other) => other !== index);
        return splitAtConnective(text, part, others, index === parts.length - 1);
      });
    })
    .flatMap(splitAtPivots)
    .filter((members) => members.length >= minimumMembers)
    .map((members) => trimFirst(text, trimLast(text, members)))
    .map((members) =>
      members.map((span) => trimQuotes(text, span)).filter((span) => length(span) > 0),
    );
}
