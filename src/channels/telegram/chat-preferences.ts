import type { Language } from '../../domain/answer.js';
import type { App } from '../../domain/app.js';
import type { DocumentSummary } from '../../domain/report-document.js';
import { conversationOf, type Place } from './place.js';

export interface ChatPreferences {
  /** Null: that of each question. */
  readonly language: Language | null;
  /** Ids of the reports to ask; empty: all. */
  readonly documents: readonly string[];
}

const languages: readonly string[] = ['zh-Hans', 'zh-Hant', 'en'] satisfies Language[];

export async function readPreferences(app: App, place: Place): Promise<ChatPreferences> {
  const kept = await app.preferences(conversationOf(place));
  return { language: asLanguage(kept.language), documents: asIds(kept.documents) };
}

export async function chooseLanguage(
  app: App,
  place: Place,
  language: Language | null,
): Promise<void> {
  await app.setPreference(conversationOf(place), 'language', language);
}

export async function chooseDocuments(
  app: App,
  place: Place,
  documents: readonly string[],
): Promise<void> {
  const value = documents.length === 0 ? null : JSON.stringify(documents);
  await app.setPreference(conversationOf(place), 'documents', value);
}

/** Those of the chosen reports that are still there; all count as chosen when none of them is. */
export function stillThere(
  chosen: readonly string[],
  documents: readonly DocumentSummary[],
): string[] {
  const ids = new Set(documents.map(({ id }) => id));
  return chosen.filter((id) => ids.has(id));
}

/** The language of somebody's Telegram, for what is not an answer. */
export function languageOfCode(code: string | undefined): Language {
  if (code === undefined || !/^zh\b/iu.test(code)) return code === undefined ? 'zh-Hans' : 'en';
  return /hant|tw|hk|mo/iu.test(code) ? 'zh-Hant' : 'zh-Hans';
}

function asLanguage(value: string | undefined): Language | null {
  return value !== undefined && languages.includes(value) ? (value as Language) : null;
}

function asIds(value: string | undefined): readonly string[] {
  try {
    const ids: unknown = JSON.parse(value ?? '[]');
    return Array.isArray(ids) ? ids.filter((id) => typeof id === 'string') : [];
  } catch {
    return [];
  }
}
