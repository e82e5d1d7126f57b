import type { Answer } from '../../src/domain/answer.js';
import type { RunningServer } from './program.js';

/** As the server's administrator. */
export const adminKey = 'kill-admin-key';

export function signedIn(init: RequestInit = {}): RequestInit {
  return { ...init, headers: { ...init.headers, authorization: `Bearer ${adminKey}` } };
}

/** Hashes by file. */
export async function listDocuments({ url }: RunningServer): Promise<ReadonlyMap<string, string>> {
  const response = await fetch(`${url}/v1/documents`, signedIn());
  if (!response.ok) throw new Error(`the documents cannot be listed: ${await response.text()}`);
  const { documents } = (await response.json()) as {
    readonly documents: readonly { readonly file: string; readonly sha256: string }[];
  };
  return new Map(documents.map(({ file, sha256 }) => [file, sha256]));
}

export async function ask(
  { url }: RunningServer,
  question: { readonly question: string; readonly conversationId?: string },
): Promise<Answer | null> {
  const response = await fetch(
    `${url}/v1/ask`,
    signedIn({
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(question),
    }),
  );
  return response.ok ? ((await response.json()) as Answer) : null;
}

export async function hasAnswer(
  { url }: RunningServer,
  id: string,
  answer: string,
): Promise<boolean> {
  const response = await fetch(`${url}/v1/answers/${id}`, signedIn());
  if (!response.ok) return false;
  return ((await response.json()) as { readonly answer: Answer }).answer.answer === answer;
}

/** Whether every passage and sentence has its vector. */
export async function hasAllVectors({ url }: RunningServer): Promise<boolean> {
  const response = await fetch(`${url}/readyz`);
  const { vectors, vectorsWanted } = (await response.json()) as {
    readonly vectors: number;
    readonly vectorsWanted: number;
  };
  return response.ok && vectors === vectorsWanted;
}
