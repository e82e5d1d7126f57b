import { readNames } from './read-names.js';
import type { Tokenizer } from './tokenizer.js';

/** A person with an office that a text gives him right before or behind his name. */
export interface HeldOffice {
  readonly person: string;
  /** Without the place or body that it belongs to: 副省长, 书记. */
  readonly office: string;
  /** UTF-16 offset of the name. */
  readonly start: number;
}

const office =
  '(?:副|常务副|代|代理)?(?:书记|省长|市长|县长|区长|州长|镇长|乡长|村长|部长|厅长|局长|处长|科长|主任|主席|总理|总统|院长|校长|会长|秘书长|总经理|董事长|总裁|委员长|司令员|检察长|行长|馆长|站长|队长|场长|所长|园长|社长|理事长|发言人|记者|责任编辑|编辑)';
const before = new RegExp(
  `(${office})(?:[、兼](?:[\\p{Script=Han}]{0,8}?)(${office}))*[:：\\s]?$`,
  'u',
);
const after = new RegExp(`^(${office})`, 'u');
const each = new RegExp(office, 'gu');
/** How far before a name its offices may begin (省委副书记、省政府党组书记、省长). */
const maxOfficeChars = 30;

/** Offices that a text names, whoever holds them. */
export function officesIn(text: string): string[] {
  return [...new Set(text.match(each) ?? [])];
}

/** Offices that a text gives the name at `start` to `end`, right before or behind it. */
export function officesBeside(text: string, start: number, end: number): string[] {
  const lead = text.slice(Math.max(0, start - maxOfficeChars), start);
  const held = before.exec(lead)?.[0].match(each) ?? [];
  const behind = after.exec(text.slice(end))?.[1];
  return behind === undefined ? [...held] : [...held, behind];
}

/** Offices of the persons named in a simplified Chinese text, in its order. */
export function readOffices(text: string, tokenizer: Tokenizer): HeldOffice[] {
  return readNames(text, tokenizer)
    .filter(({ kind }) => kind === 'person')
    .flatMap(({ text: person, span: { start, end } }) =>
      officesBeside(text, start, end).map((name) => ({ person, office: name, start })),
    );
}
