/** Sentences to make claims of: the contexts of question sets, aligned translations, the shipped report. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ReportDocument } from '../../src/domain/report-document.js';
import { repairText } from '../../src/text/repair-text.js';
import { type RepairText, structureDocument } from '../../src/text/structure-document.js';
import type { Tokenizer } from '../../src/text/tokenizer.js';
import type { ClaimLanguages, ClaimSource } from './claim-case.js';

interface SquadFile {
  readonly data: readonly {
    readonly paragraphs: readonly { readonly context: string }[];
  }[];
}

const MIN_CHARS = 12;
const MAX_CHARS = { zh: 160, en: 400 } as const;
const STRANGERS = 12;
const leave: RepairText = (text) => ({
  text,
  offsets: [],
  repairs: [],
  profile: { damaged: false },
});

function documentOf(id: string, text: string, repair: RepairText): ReportDocument {
  const file = `${id}.txt`;
  return structureDocument(
    {
      id,
      file,
      sha256: id,
      title: id,
      publisher: null,
      date: null,
      url: null,
      text,
      offsets: [],
    },
    repair,
  );
}

function contexts(folder: string, name: string): readonly string[] {
  const file = join(folder, `fit_${name}.json`);
  if (!existsSync(file)) {
    return [];
  }
  const squad = JSON.parse(readFileSync(file, 'utf8')) as SquadFile;
  return squad.data.flatMap(({ paragraphs }) => paragraphs.map(({ context }) => context));
}

export function sentenceText(document: ReportDocument, index: number): string {
  const span = document.sentences[index]?.span;
  return span === undefined ? '' : document.text.slice(span.start, span.end).trim();
}

function textsOf(document: ReportDocument): readonly string[] {
  return document.sentences.map((_, index) => sentenceText(document, index));
}

/** Names to put others in the place of: words that a dictionary or capital letters mark. */
function namesIn(text: string, tokenizer: Tokenizer): ClaimSource['names'] {
  if (!/\p{Script=Han}/u.test(text)) {
    return Array.from(text.matchAll(/(?<=[a-z,] )\p{Lu}\p{Ll}{3,}(?=[ ,.])/gu), ({ 0: name }) => ({
      text: name,
      kind: 'latin',
    }));
  }
  return tokenizer.words(text).flatMap(({ text: word, tag }) => {
    const kind = /^nr/u.test(tag) ? 'person' : tag === 'ns' ? 'place' : null;
    return kind === null || word.length < 2 ? [] : [{ text: word, kind }];
  });
}

interface Aligned {
  readonly languages: ClaimLanguages;
  readonly document: ReportDocument;
  readonly texts: readonly string[];
}

/** Sentence by sentence where both have the same number of them and each is about as long as the other. */
function alignTranslations(
  from: readonly ReportDocument[],
  to: readonly ReportDocument[],
  languages: ClaimLanguages,
): Aligned[] {
  return from.flatMap((document, index) => {
    const other = to[index];
    if (other === undefined || other.sentences.length !== document.sentences.length) {
      return [];
    }
    const ratio = other.text.length / document.text.length;
    const texts = textsOf(other);
    const near = textsOf(document).every((text, at) => {
      const found = (texts[at]?.length ?? 0) / Math.max(1, text.length) / ratio;
      return found > 0.55 && found < 1.8;
    });
    return near ? [{ languages, document, texts }] : [];
  });
}

export function readClaimSources(
  folder: string,
  reportFile: string,
  tokenizer: Tokenizer,
): readonly ClaimSource[] {
  const open = (name: string) =>
    contexts(folder, name).map((text, index) => documentOf(`${name}-${index}`, text, leave));
  const english = open('xquad_en');
  const chinese = open('xquad_zh');
  const report = documentOf('report', readFileSync(reportFile, 'utf8'), repairText);
  const plain = (languages: ClaimLanguages) => (document: ReportDocument) => ({
    languages,
    document,
    texts: textsOf(document),
  });
  const all: readonly Aligned[] = [
    ...[report, ...open('cmrc'), ...chinese].map(plain('zh')),
    ...english.map(plain('en')),
    ...alignTranslations(chinese, english, 'en/zh'),
    ...alignTranslations(english, chinese, 'zh/en'),
  ];
  return all.flatMap(({ languages, document, texts }, place) => {
    const sameTongue = all.filter((one) => one.languages.slice(0, 2) === languages.slice(0, 2));
    const limit = languages.startsWith('en') ? MAX_CHARS.en : MAX_CHARS.zh;
    return texts.flatMap((text, index): ClaimSource[] => {
      if (text.length < MIN_CHARS || text.length > limit) {
        return [];
      }
      const abroad = Array.from({ length: STRANGERS }, (_, step) => {
        const other = sameTongue[(place * 7 + index * 3 + step * 5 + 1) % sameTongue.length];
        const isSame = other === undefined || other.texts.some((one) => texts.includes(one));
        return isSame ? '' : (other.texts[(index + step) % other.texts.length] ?? '');
      });
      const strangers = [...texts.filter((_, at) => at !== index), ...abroad];
      return [
        {
          languages,
          text,
          document,
          sentences: [index],
          strangers: strangers.filter((one) => one.length >= MIN_CHARS),
          names: namesIn(text, tokenizer),
        },
      ];
    });
  });
}
