/** Joins the parts of the page: the conversation, the reports beside it, the address, the language. */
import type { Citation, Language } from '../../../domain/answer.js';
import type { DocumentSummary } from '../../../domain/report-document.js';
import type { Api } from './api.js';
import { ApiError } from './api-error.js';
import { type AskForm, createAskForm } from './ask-form.js';
import { Conversation } from './conversation.js';
import { failureKind } from './failure-kind.js';
import { failureNote } from './failure-note.js';
import { keepLanguage, readLanguage } from './interface-language.js';
import { askForKey } from './key-dialog.js';
import { createLanguageSwitch, type LanguageSwitch } from './language-switch.js';
import type { ExampleQuestion, Session } from './page-data.js';
import { byId, setButton, setLabel, setText } from './page-parts.js';
import { pickWords } from './pick-words.js';
import { type Place, placeUrl, readPlace } from './place.js';
import { createScope } from './scope.js';
import { SidePane, type Target } from './side-pane.js';
import { tabMemory } from './tab-memory.js';
import { createWelcome } from './welcome.js';
import type { Words } from './words.js';

/** From here on the report stands beside the conversation; the style sheets say the same. */
const wide = matchMedia('(min-width: 56rem)');
/** Where a focused text box brings up a keyboard that covers the answer. */
const touch = matchMedia('(pointer: coarse)');

/** A server that has just been started is still reading its reports. */
const loadAgainMs = 2000;

export function openPage(api: Api): Promise<void> {
  return new Page(api).open();
}

class Page {
  readonly #api: Api;
  readonly #scope = createScope(() => this.#showScope());
  readonly #pane: SidePane;
  readonly #conversation: Conversation;
  readonly #form: AskForm;
  readonly #languages: LanguageSwitch;
  #language: Language = readLanguage();
  #words: Words = pickWords(this.#language);
  #session: Session | null = null;
  #documents: readonly DocumentSummary[] = [];
  #examples: readonly ExampleQuestion[] = [];
  #failure: ApiError | null = null;
  #loadTimer: ReturnType<typeof setTimeout> | undefined;
  #warning: string | null = null;
  /** Where the keyboard was before it went into a report. */
  #opener: HTMLElement | null = null;

  constructor(api: Api) {
    this.#api = api;
    const scope = this.#scope;
    this.#pane = new SidePane(
      {
        api,
        scope,
        node: byId('pane'),
        documents: () => this.#documents,
        open: (place) => this.#go({ ...place, quoted: null }),
        onClose: () => this.#closePane(),
      },
      this.#words,
    );
    this.#conversation = new Conversation(
      {
        api,
        scope,
        node: byId('turns'),
        openCitation: (citation) => this.#openCitation(citation),
        say: (text) => setText('said', text),
        renewKey: () => this.#enterKey(true),
        onChange: (busy) => {
          this.#form.setBusy(busy);
          this.#showWelcome();
        },
      },
      this.#words,
    );
    this.#form = createAskForm({
      form: byId<HTMLFormElement>('ask'),
      scope,
      onAsk: (question) => this.#ask(question),
      onStop: () => this.#conversation.stop(),
      onChooseReports: () => this.#openReports(),
    });
    this.#languages = createLanguageSwitch(byId('languages'), (language) => {
      keepLanguage(language);
      this.#speak(language);
      void this.#loadExamples();
    });
  }

  async open(): Promise<void> {
    this.#listen();
    this.#speak(this.#language);
    this.#form.setBusy(false);
    this.#conversation.scrollToLast();
    await this.#load();
  }

  #listen(): void {
    byId('open-reports').addEventListener('click', () => this.#openReports());
    byId('new-conversation').addEventListener('click', () => {
      this.#warning = null;
      this.#conversation.restart().catch(() => {
        this.#warning = this.#words.forgetFailed;
        this.#showWelcome();
      });
      if (!touch.matches) this.#form.focus();
    });
    byId('skip').addEventListener('click', (event) => {
      event.preventDefault();
      this.#form.focus();
    });
    window.addEventListener('popstate', () => this.#showAddress());
    document.addEventListener('keydown', (event) => {
      const inPane = byId('pane').contains(document.activeElement);
      const above = !wide.matches && !byId('pane').hidden;
      if (event.key === 'Escape' && (inPane || above)) this.#closePane();
    });
  }

  async #load(): Promise<void> {
    clearTimeout(this.#loadTimer);
    const before = this.#failure?.code;
    try {
      this.#session = await this.#openSession();
      this.#showMode();
      this.#documents = await this.#api.documents();
      this.#showScope();
      this.#failure = null;
      this.#showAddress();
    } catch (error) {
      const failure = ApiError.of(error);
      this.#failure = failure;
      const soon = failureKind(failure.code) === 'notReady';
      if (soon) this.#loadTimer = setTimeout(() => void this.#load(), loadAgainMs);
      // Said once: who hears the page would hear it every time.
      if (failure.code === before) return;
    }
    this.#showWelcome();
    if (this.#failure === null) await this.#loadExamples();
  }

  async #openSession(): Promise<Session> {
    this.#api.setKey(tabMemory.key());
    for (;;) {
      const session = await this.#api.session();
      if (!session.authRequired || session.scope !== null) return session;
      await this.#enterKey(tabMemory.key() !== null);
    }
  }

  async #enterKey(wrong: boolean): Promise<void> {
    const key = await askForKey(this.#words, wrong);
    tabMemory.setKey(key);
    this.#api.setKey(key);
  }

  /** The page is whole without them. */
  async #loadExamples(): Promise<void> {
    this.#examples = await this.#api.examples(this.#language).catch(() => []);
    this.#showWelcome();
  }

  #ask(question: string): void {
    this.#warning = null;
    if (!wide.matches) this.#pane.hide();
    void this.#conversation.ask(question);
    if (touch.matches) this.#conversation.focusLast();
    else this.#form.focus();
  }

  #openCitation({ documentId, paragraph, sentence, ...citation }: Citation): void {
    const { quote, highlight, span, sha256 } = citation;
    const quoted = { quote, highlight, span, sha256 };
    this.#go({ documentId, at: { paragraph, sentence }, quoted });
  }

  /** Shows it and writes it into the address, unless it is there already. */
  #go(target: Target): void {
    const url = placeUrl(target);
    this.#rememberOpener();
    if (location.pathname + location.hash === url) history.replaceState(target.quoted, '', url);
    else history.pushState(target.quoted, '', url);
    this.#showTarget(target);
  }

  #showTarget(target: Target): void {
    markOpened(target);
    void this.#pane.show(target);
  }

  #showAddress(): void {
    const place = readPlace(location);
    if (place !== null) {
      this.#showTarget({ ...place, quoted: readQuoted(history.state) });
      return;
    }
    markOpened(null);
    if (wide.matches) this.#showReports();
    else this.#pane.hide();
  }

  #showReports(): void {
    const [only, ...others] = this.#documents;
    if (only === undefined || others.length > 0) this.#pane.showLibrary();
    else void this.#pane.show({ documentId: only.id, at: null, quoted: null });
  }

  #openReports(): void {
    this.#rememberOpener();
    this.#showReports();
    this.#pane.focus();
  }

  #rememberOpener(): void {
    const focused = document.activeElement;
    const inPane = byId('pane').contains(focused);
    if (focused instanceof HTMLElement && !inPane) this.#opener = focused;
  }

  #closePane(): void {
    if (!wide.matches) this.#pane.hide();
    if (this.#opener?.isConnected === true) this.#opener.focus();
    else this.#form.focus();
  }

  #showScope(): void {
    const titleOf = (id: string) => this.#documents.find((one) => one.id === id)?.title ?? id;
    this.#form.showScope(this.#documents.length, titleOf);
    this.#pane.showScope();
  }

  #showWelcome(): void {
    const { isEmpty } = this.#conversation;
    document.body.classList.toggle('empty', isEmpty);
    if (!isEmpty) return;
    const ask = (question: string) => this.#ask(question);
    byId('turns').replaceChildren(
      this.#failure === null
        ? createWelcome(this.#words, this.#examples, { ask, warning: this.#warning })
        : failureNote(this.#failure, this.#words, () => void this.#load()),
    );
  }

  #showMode(): void {
    if (this.#session === null) return;
    const { answering } = this.#session;
    const { embeddingHost } = answering;
    const search = embeddingHost === null ? [] : [this.#words.embedding(embeddingHost)];
    setText('mode', [this.#words.answering(answering), ...search].join(' · '));
  }

  #speak(language: Language): void {
    const words = pickWords(language);
    this.#language = language;
    this.#words = words;
    document.documentElement.lang = language;
    document.title = words.name;
    setText('skip', words.skip);
    setText('name', words.name);
    setLabel('talk', words.conversation);
    setButton('open-reports', 'report', words.reports);
    setButton('new-conversation', 'add', words.newConversation);
    this.#languages.show(language, words.language);
    this.#form.speak(words);
    this.#conversation.speak(words);
    this.#pane.speak(words);
    this.#showScope();
    this.#showMode();
    this.#showWelcome();
    markOpened(readPlace(location));
  }
}

/** Citations of the place that is shown look so. */
function markOpened(place: Place | null): void {
  const url = place === null ? null : placeUrl(place);
  for (const one of document.querySelectorAll<HTMLElement>('[data-place]')) {
    if (one.dataset.place === url) one.setAttribute('aria-current', 'true');
    else one.removeAttribute('aria-current');
  }
}

function readQuoted(state: unknown): Target['quoted'] {
  const kept = state as Target['quoted'];
  return typeof kept?.quote === 'string' ? kept : null;
}
