/**
 * Keeps other web sites out. A page of another name that was pointed at this address (DNS rebinding) sends its own name as
 * Host; a page that posts across origins sends its own Origin. Addresses as Host cannot be rebound.
 */
import ipaddr from 'ipaddr.js';
import { HttpProblem } from './http-problem.js';
import type { HttpSettings } from './http-settings.js';
import { isLoopback } from './is-loopback.js';

export interface HostGuard {
  /** Throws a problem (400 or 403). `host` is what the client called, of a trusted proxy perhaps. */
  check(request: { readonly host: string; readonly origin: string | undefined }): void;
}

type Settings = Pick<HttpSettings, 'host' | 'allowedHosts' | 'publicUrl'>;

export function createHostGuard(settings: Settings): HostGuard {
  const publicUrl = settings.publicUrl === null ? null : new URL(settings.publicUrl);
  const names = new Set(['localhost', ...settings.allowedHosts.map(bareName)]);
  if (publicUrl !== null) names.add(bareName(publicUrl.hostname));
  names.add(bareName(settings.host));
  const everyAddress = isWildcard(settings.host);

  function isOurs(name: string): boolean {
    if (names.has(name) || isLoopback(name)) return true;
    return everyAddress && ipaddr.isValid(name);
  }

  return {
    check({ host, origin }) {
      const called = parseHost(host);
      if (called === null || !isOurs(bareName(called.hostname))) {
        throw new HttpProblem(403, 'This server is not called by this host name.', {
          code: 'host_unknown',
          hint: 'Name it in HTTP_ALLOWED_HOSTS or PUBLIC_URL, or call the address it listens on.',
        });
      }
      if (origin === undefined) return;
      const from = URL.canParse(origin) ? new URL(origin) : null;
      if (from !== null && (from.origin === publicUrl?.origin || sameHost(from, called))) return;
      throw new HttpProblem(403, 'Pages of other origins may not call this server.', {
        code: 'origin_unknown',
        hint: 'Call it from a server, or open the page at its own address or PUBLIC_URL.',
      });
    },
  };
}

/** TLS may end at a proxy, so the scheme is the origin's. */
function sameHost(origin: URL, called: URL): boolean {
  if (origin.protocol !== 'http:' && origin.protocol !== 'https:') return false;
  return parseHost(called.host, origin.protocol)?.host === origin.host;
}

function parseHost(host: string, protocol = 'http:'): URL | null {
  if (!/^[\w.:[\]-]+$/u.test(host)) return null;
  const url = `${protocol}//${host}`;
  return URL.canParse(url) ? new URL(url) : null;
}

function bareName(hostname: string): string {
  return hostname.toLowerCase().replace(/^\[|\]$|\.$/gu, '');
}

function isWildcard(host: string): boolean {
  return ipaddr.isValid(host) && ipaddr.process(host).range() === 'unspecified';
}
