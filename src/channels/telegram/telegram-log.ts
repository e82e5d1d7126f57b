type Fields = Readonly<Record<string, string | number | boolean | null>>;

/** Where the bot tells what happens. Fields hold ids and codes: no token, nothing that a person wrote. */
export interface TelegramLog {
  info(event: string, fields?: Fields): void;
  warn(event: string, fields?: Fields): void;
  error(event: string, fields?: Fields): void;
}
