import { button, element } from './element.js';
import type { ExampleQuestion } from './page-data.js';
import type { Words } from './words.js';

/** What stands where answers will be. */
export function createWelcome(
  words: Words,
  examples: readonly ExampleQuestion[],
  options: { readonly warning: string | null; readonly ask: (question: string) => void },
): HTMLElement {
  const { ask, warning } = options;
  const questions = new Set(examples.map(({ question }) => question));
  const list = [...questions].map((question) =>
    element(
      'li',
      {},
      button(question, () => ask(question)),
    ),
  );
  return element(
    'section',
    { class: 'welcome' },
    warning === null ? null : element('p', { class: 'warning', role: 'alert' }, warning),
    element('h2', {}, words.invitation),
    element('p', {}, words.promise),
    ...(list.length === 0
      ? []
      : [element('h3', {}, words.tryAsking), element('ul', { class: 'examples' }, ...list)]),
  );
}
