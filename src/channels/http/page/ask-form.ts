import { button, element } from './element.js';
import { icon } from './icon.js';
import type { Scope } from './scope.js';
import { sendsQuestion } from './sends-question.js';
import type { Words } from './words.js';

export interface AskFormOptions {
  readonly form: HTMLFormElement;
  readonly scope: Scope;
  readonly onAsk: (question: string) => void;
  readonly onStop: () => void;
  readonly onChooseReports: () => void;
}

export interface AskForm {
  focus(): void;
  setBusy(busy: boolean): void;
  /** `titleOf` names a report. */
  showScope(reports: number, titleOf: (id: string) => string): void;
  speak(words: Words): void;
}

export function createAskForm(options: AskFormOptions): AskForm {
  const { form, scope, onAsk, onStop, onChooseReports } = options;
  const label = element('label', { for: 'question', class: 'unseen' });
  const box = element('textarea', { id: 'question', rows: 1, enterkeyhint: 'send' });
  const send = element('button', { type: 'submit', class: 'send' });
  const reports = button('', onChooseReports, { class: 'quiet' });
  const everywhere = button('', scope.clear, { class: 'quiet' });
  const scopeLine = element('p', { class: 'scope' }, reports, everywhere);
  let words: Words;
  let busy = false;
  form.append(scopeLine, label, element('div', { class: 'box' }, box, send));

  function submit(): void {
    const question = box.value.trim();
    if (busy || question === '') return;
    box.value = '';
    growToFit(box);
    onAsk(question);
  }

  function drawSend(): void {
    const name = busy ? words.stop : words.ask;
    send.dataset.busy = String(busy);
    send.replaceChildren(icon(busy ? 'stop' : 'send'));
    send.setAttribute('aria-label', name);
    send.title = name;
  }

  box.addEventListener('input', () => growToFit(box));
  box.addEventListener('keydown', (event) => {
    if (!sendsQuestion(event)) return;
    event.preventDefault();
    submit();
  });
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    if (busy) onStop();
    else submit();
  });

  return {
    focus: () => box.focus(),
    setBusy(now) {
      busy = now;
      drawSend();
    },
    showScope(count, titleOf) {
      const { ids } = scope;
      const [only] = ids;
      scopeLine.hidden = count < 2;
      everywhere.hidden = only === undefined;
      everywhere.textContent = words.askEverywhere;
      const chosen =
        only === undefined
          ? words.everywhere(count)
          : ids.length === 1
            ? words.title(titleOf(only))
            : words.chosen(ids.length);
      reports.textContent = `${words.searchIn} · ${chosen}`;
    },
    speak(spoken) {
      words = spoken;
      label.textContent = words.questionLabel;
      box.placeholder = words.questionHint;
      drawSend();
    },
  };
}

function growToFit(box: HTMLTextAreaElement): void {
  if (CSS.supports('field-sizing', 'content')) return;
  box.style.height = 'auto';
  box.style.height = `${box.scrollHeight}px`;
}
