/** Where a conversation goes on: a chat, or a topic of it. */
export interface Place {
  readonly chatId: number;
  /** Null outside topics. */
  readonly threadId: number | null;
  readonly group: boolean;
}

/** Everything said in one place belongs to one conversation: in a group people go on from each other's questions. */
export function conversationOf(place: Place): string {
  return place.threadId === null
    ? `telegram:${place.chatId}`
    : `telegram:${place.chatId}:${place.threadId}`;
}

/** What a call needs to reach the place. */
export function placeFields(place: Place): Readonly<Record<string, number>> {
  return place.threadId === null
    ? { chat_id: place.chatId }
    : { chat_id: place.chatId, message_thread_id: place.threadId };
}
