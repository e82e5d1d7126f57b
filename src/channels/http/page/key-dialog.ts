import { element } from './element.js';
import type { Words } from './words.js';

/** Asks for the access key until one is given; the dialog cannot be left without. */
export function askForKey(words: Words, wrong: boolean): Promise<string> {
  const field = element('input', {
    id: 'access-key',
    type: 'password',
    autocomplete: 'off',
    required: true,
    'aria-invalid': String(wrong),
    ...(wrong ? { 'aria-describedby': 'key-wrong' } : {}),
  });
  const form = element(
    'form',
    {},
    element('h2', { id: 'key-title' }, words.keyTitle),
    element('p', {}, words.keyWhy),
    element('label', { for: 'access-key' }, words.keyLabel),
    field,
    wrong ? element('p', { id: 'key-wrong', class: 'wrong', role: 'alert' }, words.keyWrong) : null,
    element('button', { type: 'submit', class: 'main' }, words.open),
  );
  const dialog = element('dialog', { 'aria-labelledby': 'key-title' }, form);
  document.body.append(dialog);
  dialog.addEventListener('cancel', (event) => event.preventDefault());
  dialog.showModal();
  field.focus();
  return new Promise((resolve) => {
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      const key = field.value.trim();
      if (key === '') return;
      dialog.close();
      dialog.remove();
      resolve(key);
    });
  });
}
