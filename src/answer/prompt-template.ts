import Mustache from 'mustache';
import { AppError } from '../domain/app-error.js';
import type { ChatMessage } from '../domain/chat-model.js';

/** The names that a template is given: a text, or a list whose members have names of their own. */
export interface PromptNames {
  readonly [name: string]: 'text' | PromptNames;
}

export interface PromptView {
  readonly [name: string]: string | readonly PromptView[];
}

export interface PromptTemplate {
  /** System text, then the filled-in user message. Nothing in the values is read as a template. */
  render(view: PromptView): readonly ChatMessage[];
}

export interface ParsePromptOptions {
  readonly text: string;
  /** For the error. */
  readonly file: string;
  readonly names: PromptNames;
}

/** As Mustache gives it: kind, value, start, end, and for a section its tokens. */
type Token = readonly [string, string, number, number, Token[]?, number?];

const divider = /^---user---[ \t]*$/mu;
const data = /<(?=\/?\s*(?:passage|question|sentence|exchange)\b)/giu;

/** Takes the meaning out of what would end or begin a piece of data in a prompt. One sign for one, so that offsets stay. */
export function asPromptData(text: string): string {
  return text.replace(data, '＜');
}

/** Throws `prompt_invalid`. */
export function parsePrompt({ text, file, names }: ParsePromptOptions): PromptTemplate {
  const lineAt = (offset: number): number => text.slice(0, offset).split('\n').length;
  const fail = (offset: number | null, what: string): never => {
    const place = offset === null ? file : `${file}, line ${lineAt(offset)}`;
    throw new AppError(`${place}: ${what}.`, {
      code: 'prompt_invalid',
      hint: 'Correct the file; prompts/README.md lists the names that it may use. `git checkout -- prompts` restores it.',
    });
  };
  const found = divider.exec(text);
  if (text.trim() === '') fail(null, 'the prompt is empty');
  if (found === null) return fail(null, 'the line “---user---” is missing');
  const system = text.slice(0, found.index).trim();
  const start = found.index + found[0].length;
  const user = text.slice(start).trimEnd();
  if (system === '') fail(0, 'the system text above “---user---” is empty');
  if (user.trim() === '') fail(start, 'the user message below “---user---” is empty');
  const tag = text.slice(0, found.index).indexOf('{{');
  if (tag >= 0) fail(tag, 'the system text is sent as it stands and may not hold “{{”');
  const writer = new Mustache.Writer();
  checkTokens(
    parseTokens(writer, user, (offset, what) => fail(start + offset, what)),
    {
      names,
      path: '',
      fail: (offset, what) => fail(offset === null ? null : start + offset, what),
    },
  );
  return {
    render: (view) => [
      { role: 'system', content: system },
      {
        role: 'user',
        content: writer
          .render(user, harmless(view), undefined, { escape: (value) => value })
          .trim(),
      },
    ],
  };
}

function harmless(view: PromptView): PromptView {
  return Object.fromEntries(
    Object.entries(view).map(([name, value]) => [
      name,
      typeof value === 'string' ? asPromptData(value) : value.map(harmless),
    ]),
  );
}

function parseTokens(
  writer: InstanceType<typeof Mustache.Writer>,
  template: string,
  fail: (offset: number, what: string) => never,
): Token[] {
  try {
    return writer.parse(template) as unknown as Token[];
  } catch (error) {
    const message = error instanceof Error ? error.message : 'it cannot be parsed';
    const [, what = message, offset = '0'] = /^(.*?) at (\d+)$/u.exec(message) ?? [];
    return fail(Number(offset), what.toLowerCase());
  }
}

interface Check {
  readonly names: PromptNames;
  /** Names of the sections around, for the error. */
  readonly path: string;
  readonly fail: (offset: number | null, what: string) => void;
}

function checkTokens(tokens: readonly Token[], check: Check): void {
  const { names, path, fail } = check;
  const used = new Set<string>();
  const place = path === '' ? '' : ` in “${path}”`;
  const walk = (list: readonly Token[]): void => {
    for (const [kind, name, offset, , inner = []] of list) {
      if (kind === 'text' || kind === '!') continue;
      const known = Object.hasOwn(names, name) ? names[name] : undefined;
      const isSection = kind === '#' || kind === '^';
      if (/\n|\{\{/u.test(name)) fail(offset, `unclosed tag “${name.split('\n')[0]}”`);
      if (!isSection && kind !== 'name' && kind !== '&') {
        fail(offset, `the tag “${kind}” is not understood`);
      } else if (known === undefined) {
        fail(offset, `there is no “${name}”${place}; known: ${Object.keys(names).join(', ')}`);
      } else if (isSection !== (known !== 'text') && kind !== '^') {
        fail(offset, isSection ? `“${name}” is no list` : `“${name}” is a list`);
      } else if (kind === '^') {
        walk(inner);
      } else {
        used.add(name);
        if (known !== 'text') checkTokens(inner, { names: known, path: name, fail });
      }
    }
  };
  walk(tokens);
  const missing = Object.keys(names).find((name) => !used.has(name));
  if (missing !== undefined) fail(null, `“${missing}” is not used${place}`);
}
