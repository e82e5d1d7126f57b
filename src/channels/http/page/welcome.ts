import { button, element } from './element.js';
import type { ExampleQuestion } from './page-data.js';
import type { Words } from './words.js';

/** What stands where answers will be. */
export function createWelcome(
  words: Words,
  examples: readonly ExampleQuestion[],
  ask: (question: string) => void,
): HTMLElement {
  const list = examples.map(({ question }) =>
    element(
      'li',
      {},
      button(question, () => ask(question)),
    ),
  );
  return element(
    'section',
    { class: 'welcome' },
    element('h2', {}, words.invitation),
    element('p', {}, words.promise),
    ...(list.length === 0
      ? []
      : [element('h3', {}, words.tryAsking), element('ul', { class: 'examples' }, ...list)]),
  );
}
