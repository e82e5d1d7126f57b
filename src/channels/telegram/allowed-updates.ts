/** All else (edited messages, channel posts, reactions…) is not even sent. */
export const ALLOWED_UPDATES: readonly string[] = Object.freeze([
  'message',
  'callback_query',
  'my_chat_member',
]);
