export type ApiScope = 'ask' | 'admin';

export interface ApiKey {
  readonly secret: string;
  /** `admin` may all that `ask` may. */
  readonly scope: ApiScope;
}

/** How the HTTP channel is set up; `config.ts` reads it. */
export interface HttpSettings {
  readonly host: string;
  /** 0 takes any free port. */
  readonly port: number;
  /** Empty: no key is asked for. */
  readonly apiKeys: readonly ApiKey[];
  /** Serves an address other than this machine's own without keys. */
  readonly open: boolean;
  /** Host names besides the bound address and `publicUrl`'s by which people may call it. */
  readonly allowedHosts: readonly string[];
  /** Addresses or networks of proxies whose `X-Forwarded-…` headers count; empty for none. */
  readonly trustedProxies: readonly string[];
  /** Where people reach the web page, without a slash at the end; null when unknown. */
  readonly publicUrl: string | null;
  readonly requestsPerMinute: number;
  readonly bodyLimitBytes: number;
  /** A larger report is refused. */
  readonly maxReportBytes: number;
  /** Newest first; a request signed with any of them is taken. Empty: the webhook is off. */
  readonly webhookSecrets: readonly string[];
  /** Signs callbacks; null: asynchronous questions are refused. */
  readonly callbackSecret: string | null;
  /** Host names (`*.example.org` for all below) that callbacks may go to. */
  readonly callbackHosts: readonly string[];
  /** Whether callbacks may go to private and link-local addresses. */
  readonly callbackPrivate: boolean;
  /** Whether logs hold questions. */
  readonly logQuestions: boolean;
  readonly logLevel: 'silent' | 'error' | 'warn' | 'info' | 'debug';
}
