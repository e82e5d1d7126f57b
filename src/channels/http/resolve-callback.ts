import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import { HttpProblem } from './http-problem.js';
import { isCallbackAddress } from './is-callback-address.js';

export interface CallbackAddress {
  readonly address: string;
  readonly family: number;
}

/** All addresses of a name; rejects as `dns.lookup` does. */
export type ResolveHost = (hostname: string) => Promise<readonly CallbackAddress[]>;

export const resolveBySystem: ResolveHost = (hostname) => lookup(hostname, { all: true });

export interface ResolveCallbackOptions {
  readonly resolve: ResolveHost;
  readonly allowPrivate: boolean;
  /** Ends the waiting for a resolver that does not answer. */
  readonly signal: AbortSignal;
}

/**
 * The addresses to connect to, every one of them checked. A name that has any address that is not allowed is refused
 * (`HttpProblem` 400): it would be a matter of chance where the callback goes. Failures of the resolver are thrown as they are.
 */
export async function resolveCallback(
  url: URL,
  options: ResolveCallbackOptions,
): Promise<readonly CallbackAddress[]> {
  const hostname = url.hostname.replace(/^\[|\]$/gu, '');
  const family = isIP(hostname);
  const addresses =
    family !== 0
      ? [{ address: hostname, family }]
      : await Promise.race([options.resolve(hostname), rejectOn(options.signal)]);
  const allowed = addresses.every(({ address }) =>
    isCallbackAddress(address, options.allowPrivate),
  );
  if (addresses.length > 0 && allowed) return addresses;
  throw new HttpProblem(400, 'The host of the callback URL is not on the Internet.', {
    code: 'callback_refused',
    hint: 'Use a host with public addresses only; CALLBACK_PRIVATE=1 allows private ones.',
  });
}

function rejectOn(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    const end = () => reject(signal.reason);
    if (signal.aborted) end();
    else signal.addEventListener('abort', end, { once: true });
  });
}
