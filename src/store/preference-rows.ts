import type { StoreConnection } from './store-connection.js';

export function readPreferences(
  connection: StoreConnection,
  conversationId: string,
): Readonly<Record<string, string>> {
  const rows = connection.all<{ name: string; value: string }>(
    'SELECT name, value FROM preferences WHERE conversation = ? ORDER BY name',
    conversationId,
  );
  return Object.fromEntries(rows.map(({ name, value }) => [name, value]));
}

export interface Preference {
  readonly conversationId: string;
  readonly name: string;
  readonly value: string | null;
  readonly atMs: number;
}

export function putPreference(
  connection: StoreConnection,
  { conversationId, name, value, atMs }: Preference,
): void {
  if (value === null) {
    connection.run(
      'DELETE FROM preferences WHERE conversation = ? AND name = ?',
      ...[conversationId, name],
    );
    return;
  }
  connection.run(
    `INSERT INTO preferences (conversation, name, value, at_ms) VALUES (?, ?, ?, ?)
     ON CONFLICT (conversation, name) DO UPDATE SET value = excluded.value, at_ms = excluded.at_ms`,
    ...[conversationId, name, value, atMs],
  );
}

export function deletePreferencesOf(connection: StoreConnection, conversationId: string): void {
  connection.run('DELETE FROM preferences WHERE conversation = ?', conversationId);
}

/** A conversation that goes on keeps its language, however long ago it was chosen. */
export function deleteSilentPreferencesBefore(connection: StoreConnection, timeMs: number): void {
  connection.run(
    `DELETE FROM preferences WHERE at_ms < ? AND NOT EXISTS (
       SELECT 1 FROM answers WHERE answers.conversation = preferences.conversation)`,
    timeMs,
  );
}
