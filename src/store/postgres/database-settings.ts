/** A Postgres that several processes share. */
export interface DatabaseSettings {
  /** `postgres://user:password@host:port/name`; never shown. */
  readonly url: string;
  /** Where the tables are; several programs may share one database by different schemas. */
  readonly schema: string;
}

export const DEFAULT_SCHEMA = 'report_qa';

/** A name that needs no quotes in SQL. */
export const SCHEMA_PATTERN = /^[a-z_][a-z0-9_]{0,49}$/u;

/** `URL` does not know an address without a host, which is how a Unix socket is written. */
const EMPTY_HOST = /^(postgres(?:ql)?:\/\/[^/@]*@)(?=\/|$)/u;

/** The address as messages show it: host and name, without user and password; null when it cannot be read. */
export function describeDatabase(url: string): string | null {
  const address = url.replace(EMPTY_HOST, '$1socket');
  if (!/^postgres(?:ql)?:\/\//u.test(url) || !URL.canParse(address)) return null;
  const { host, pathname, searchParams } = new URL(address);
  return `postgres://${searchParams.get('host') ?? host}${pathname}`;
}
