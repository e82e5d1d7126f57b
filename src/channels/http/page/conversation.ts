import type { Citation } from '../../../domain/answer.js';
import type { Verdict } from '../../../domain/kept-answer.js';
import type { Api } from './api.js';
import { ApiError } from './api-error.js';
import { copyText } from './copy-text.js';
import { copyToClipboard } from './copy-to-clipboard.js';
import type { Scope } from './scope.js';
import { newConversationId, tabMemory } from './tab-memory.js';
import { advanceTurn, answeredTurn, beginTurn, finishTurn, type Turn } from './turn.js';
import { createTurnView, type TurnActions, type TurnView } from './turn-view.js';
import type { Words } from './words.js';

export interface ConversationOptions {
  readonly api: Api;
  readonly node: HTMLElement;
  readonly scope: Scope;
  readonly openCitation: (citation: Citation) => void;
  readonly say: (text: string) => void;
  /** Called when an answer begins or ends, and when there are no turns any more. */
  readonly onChange: (busy: boolean) => void;
  /** Resolves when another key was given. */
  readonly renewKey: () => Promise<void>;
}

/** Questions and their answers, remembered in the tab. */
export class Conversation {
  readonly #options: ConversationOptions;
  readonly #actions: TurnActions;
  #id: string;
  #turns: Turn[];
  #views = new Map<Turn, TurnView>();
  #running: AbortController | null = null;
  #words: Words;

  constructor(options: ConversationOptions, words: Words) {
    this.#options = options;
    this.#words = words;
    const { id, turns } = tabMemory.conversation();
    this.#id = id;
    this.#turns = turns.map(({ answer, verdict }) => answeredTurn(answer, verdict));
    this.#actions = {
      openCitation: options.openCitation,
      retry: (turn) => void this.#retry(turn),
      copy: (answer) => copyToClipboard(copyText(answer, this.#words, location.origin)),
      judge: (turn, verdict) => this.#judge(turn, verdict),
      say: options.say,
    };
  }

  get isEmpty(): boolean {
    return this.#turns.length === 0;
  }

  /** Resolves when the answer has ended, however. */
  async ask(question: string): Promise<void> {
    const { node, say, onChange } = this.#options;
    const turn = beginTurn(question);
    const controller = new AbortController();
    if (this.isEmpty) node.replaceChildren();
    this.#turns.push(turn);
    this.#show(turn);
    this.#running = controller;
    onChange(true);
    say(this.#words.searching);
    this.scrollToLast();
    await this.#answer(turn, controller.signal);
    this.#views.get(turn)?.update();
    if (this.#running !== controller) return;
    this.#running = null;
    onChange(false);
    say(turn.state === 'answered' ? this.#words.answerReady : '');
  }

  scrollToLast(): void {
    this.#options.node.lastElementChild?.scrollIntoView({ block: 'start' });
  }

  focusLast(): void {
    const turn = this.#options.node.lastElementChild;
    turn?.querySelector('h2')?.focus({ preventScroll: true });
  }

  stop(): void {
    this.#running?.abort();
  }

  /** Forgets it here at once, and on the server. */
  async restart(): Promise<void> {
    const forgotten = this.#id;
    this.stop();
    this.#running = null;
    this.#id = newConversationId();
    this.#turns = [];
    this.#remember();
    this.#draw();
    this.#options.onChange(false);
    await this.#options.api.forget(forgotten);
  }

  speak(words: Words): void {
    this.#words = words;
    this.#draw();
  }

  async #answer(turn: Turn, signal: AbortSignal): Promise<void> {
    const { api, scope, renewKey } = this.#options;
    const request = { question: turn.question, conversationId: this.#id, documents: scope.ids };
    try {
      const answer = await api.ask(request, {
        signal,
        onEvent: (event) => {
          advanceTurn(turn, event);
          this.#views.get(turn)?.update();
        },
      });
      finishTurn(turn, answer);
      this.#remember();
    } catch (error) {
      const failure = ApiError.of(error);
      if (failure.code === 'key_missing' || failure.code === 'key_unknown') {
        await renewKey();
        return this.#answer(turn, signal);
      }
      turn.state = failure.code === 'stopped' ? 'stopped' : 'failed';
      turn.error = failure;
    }
  }

  async #retry(turn: Turn): Promise<void> {
    if (this.#running !== null) return;
    this.#turns = this.#turns.filter((other) => other !== turn);
    this.#draw();
    await this.ask(turn.question);
  }

  async #judge(turn: Turn, verdict: Verdict): Promise<boolean> {
    if (turn.answer === null) return false;
    const before = turn.verdict;
    turn.verdict = verdict;
    try {
      await this.#options.api.giveFeedback(turn.answer.id, verdict);
      this.#remember();
      return true;
    } catch {
      turn.verdict = before;
      return false;
    }
  }

  #remember(): void {
    const turns = this.#turns.flatMap(({ answer, verdict }) =>
      answer === null ? [] : [{ answer, verdict }],
    );
    tabMemory.setConversation({ id: this.#id, turns });
  }

  #draw(): void {
    const { node } = this.#options;
    const { scrollTop } = node;
    node.replaceChildren();
    this.#views = new Map();
    for (const turn of this.#turns) this.#show(turn);
    node.scrollTop = scrollTop;
  }

  #show(turn: Turn): void {
    const view = createTurnView(turn, this.#words, this.#actions);
    this.#views.set(turn, view);
    this.#options.node.append(view.node);
    view.update();
  }
}
