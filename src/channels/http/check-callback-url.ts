import { domainToASCII } from 'node:url';
import { HttpProblem } from './http-problem.js';
import type { HttpSettings } from './http-settings.js';

type Settings = Pick<HttpSettings, 'callbackHosts' | 'callbackPrivate'>;

/** Throws a problem (400) for an address to which no callback may go, whatever its name resolves to. */
export function checkCallbackUrl(text: string, settings: Settings): URL {
  if (!URL.canParse(text)) {
    throw refused('The callback URL is not a URL.', 'Send an absolute https:// address.');
  }
  const url = new URL(text);
  const schemes = settings.callbackPrivate ? ['https:', 'http:'] : ['https:'];
  if (!schemes.includes(url.protocol)) {
    throw refused(
      'Callbacks do not go to addresses of this scheme.',
      'Use https; http is for private networks, with CALLBACK_PRIVATE=1.',
    );
  }
  if (url.username !== '' || url.password !== '') {
    throw refused(
      'The callback URL holds a user name or a password.',
      'Leave them out; verify the signature of the callback instead.',
    );
  }
  if (!settings.callbackHosts.some((pattern) => matches(url.hostname, pattern))) {
    throw refused(
      'Callbacks do not go to this host.',
      'Whoever runs the server names it in CALLBACK_HOSTS (`*.example.org` for all below).',
    );
  }
  return url;
}

function refused(detail: string, hint: string): HttpProblem {
  return new HttpProblem(400, detail, { code: 'callback_refused', hint });
}

/** `hostname` is canonical: lower case, Punycode, IPv4 addresses in four decimal parts, IPv6 in brackets. */
function matches(hostname: string, pattern: string): boolean {
  if (pattern.startsWith('*.')) {
    const parent = domainToASCII(pattern.slice(2));
    return parent !== '' && hostname.endsWith(`.${parent}`) && hostname.length > parent.length + 1;
  }
  const host = pattern.includes(':') && !pattern.startsWith('[') ? `[${pattern}]` : pattern;
  return hostname === domainToASCII(host);
}
