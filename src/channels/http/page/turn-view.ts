import type { Answer, Citation, Claim } from '../../../domain/answer.js';
import type { Verdict } from '../../../domain/kept-answer.js';
import { button, element } from './element.js';
import { failureNote } from './failure-note.js';
import { icon } from './icon.js';
import { placeUrl } from './place.js';
import { sourceList } from './source-list.js';
import type { Turn } from './turn.js';
import type { Words } from './words.js';

export interface TurnActions {
  readonly openCitation: (citation: Citation) => void;
  readonly retry: (turn: Turn) => void;
  /** Resolves with whether it worked. */
  readonly copy: (answer: Answer) => Promise<boolean>;
  readonly judge: (turn: Turn, verdict: Verdict) => Promise<boolean>;
  /** Says something to those who hear the page. */
  readonly say: (text: string) => void;
}

export interface TurnView {
  readonly node: HTMLElement;
  /** Shows what the turn has become. */
  update(): void;
}

export function createTurnView(turn: Turn, words: Words, actions: TurnActions): TurnView {
  const language = turn.answer?.language ?? null;
  const heading = element('h2', { tabindex: -1 }, turn.question);
  const before = element('div');
  const body = element('div', { class: 'answer', 'aria-live': 'polite', lang: language });
  const progress = element('p', { class: 'progress' });
  const after = element('div', { class: 'after' });
  const node = element('article', { class: 'turn' }, heading, before, body, progress, after);
  let drawn: readonly Claim[] = [];

  function drawClaims(): void {
    const { claims } = turn;
    const continued = drawn.every((claim, index) => claims[index]?.text === claim.text);
    if (!continued || claims.length < drawn.length) {
      body.replaceChildren();
      drawn = [];
    }
    body.append(
      ...claims
        .slice(drawn.length)
        .map((claim) => claimLine(claim, turn.citations, words, actions)),
    );
    drawn = [...claims];
  }

  return {
    node,
    update() {
      const asking = turn.state === 'asking';
      node.setAttribute('aria-busy', String(asking));
      node.dataset.state = turn.state;
      const { understoodAs } = turn;
      before.replaceChildren(
        ...(understoodAs === null ? [] : [remark(words.understoodAs(understoodAs))]),
      );
      drawClaims();
      progress.hidden = !asking;
      progress.textContent =
        (turn.passages ?? 0) === 0 ? words.searching : words.reading(turn.passages ?? 0);
      after.replaceChildren(...(asking ? [] : ending(turn, words, actions)));
      if (turn.answer?.status === 'not_found') {
        body.replaceChildren(element('p', { class: 'refusal' }, turn.answer.answer));
      }
    },
  };
}

function claimLine(
  { text, markers }: Claim,
  citations: readonly Citation[],
  words: Words,
  { openCitation }: TurnActions,
): HTMLElement {
  const chips = markers.flatMap((marker) => {
    const citation = citations.find((one) => one.marker === marker);
    if (citation === undefined) return [];
    const { documentId, paragraph, sentence, title } = citation;
    const label = words.citation(marker, title, words.place(paragraph, sentence));
    return button(String(marker), () => openCitation(citation), {
      class: 'chip',
      'aria-label': label,
      title: label,
      'data-place': placeUrl({ documentId, at: { paragraph, sentence } }),
    });
  });
  // A chip alone at the beginning of a line looks lost: it takes the last character along.
  const last = [...text].at(-1) ?? '';
  const [first, ...others] = chips;
  if (first === undefined) return element('p', {}, text);
  const end = element('span', { class: 'end' }, last, first);
  return element('p', {}, text.slice(0, text.length - last.length), end, ...others);
}

function ending(turn: Turn, words: Words, actions: TurnActions): HTMLElement[] {
  const { answer, error, state } = turn;
  const shownText = turn.claims.map(({ text }) => text).join('\n');
  const options = { shownText, openCitation: actions.openCitation };
  const sources = sourceList(turn.citations, words.sources, words, options);
  if (state === 'stopped') return [remark(words.stopped), ...sources];
  if (error !== null) {
    const left = turn.claims.length === 0 ? [] : [remark(words.incomplete), ...sources];
    return [...left, failureNote(error, words, () => actions.retry(turn))];
  }
  if (answer === null) return [];
  const nearest = sourceList(answer.nearest, words.nearest, words, options);
  return [
    ...(answer.incomplete ? [remark(words.incomplete)] : []),
    ...answer.notices.map(remark),
    ...(answer.status === 'answered' ? sources : nearest),
    answerBar(turn, answer, words, actions),
  ];
}

function remark(text: string): HTMLElement {
  return element('p', { class: 'remark' }, text);
}

function answerBar(turn: Turn, answer: Answer, words: Words, actions: TurnActions): HTMLElement {
  const { verified, dropped } = answer.verification;
  const checks = [
    ...(answer.status === 'answered' && verified > 0 ? [words.checked(verified)] : []),
    ...(dropped.length > 0 ? [words.dropped(dropped.length)] : []),
  ];
  const copy = button('', () => void copyAnswer(), { class: 'quiet' });
  const copyName = element('span', {}, words.copy);
  copy.append(icon('copy'), copyName);

  async function copyAnswer(): Promise<void> {
    const said = (await actions.copy(answer)) ? words.copied : words.copyFailed;
    copyName.textContent = said;
    actions.say(said);
    setTimeout(() => {
      copyName.textContent = words.copy;
    }, 2500);
  }

  return element(
    'div',
    { class: 'answer-bar' },
    copy,
    element('span', { class: 'thumbs' }, ...thumbs(turn, words, actions)),
    element('span', { class: 'checks' }, checks.join(' · ')),
  );
}

function thumbs(turn: Turn, words: Words, actions: TurnActions): HTMLElement[] {
  const verdicts = [
    ['up', words.helpful],
    ['down', words.unhelpful],
  ] as const;
  const buttons = verdicts.map(([verdict, label]) => {
    const made = button('', () => void judge(verdict), {
      class: 'quiet',
      'aria-label': label,
      title: label,
      'data-verdict': verdict,
    });
    made.append(icon(verdict));
    return made;
  });
  const press = () => {
    for (const one of buttons) {
      one.setAttribute('aria-pressed', String(one.dataset.verdict === turn.verdict));
    }
  };
  async function judge(verdict: Verdict): Promise<void> {
    const noted = await actions.judge(turn, verdict);
    press();
    actions.say(noted ? words.thanks : words.failure('internal'));
  }
  press();
  return buttons;
}
