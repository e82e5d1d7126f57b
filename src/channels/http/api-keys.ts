import { createHash, timingSafeEqual } from 'node:crypto';
import { normalizeIP } from '@fastify/rate-limit';
import type { FastifyRequest } from 'fastify';
import type { ApiKey, ApiScope } from './http-settings.js';

/** Who sends a request. */
export interface Caller {
  /** Opaque and stable: of his key, or else of his address. Neither can be read from it. */
  readonly id: string;
  /** Null: he showed no key, or none that is known. */
  readonly scope: ApiScope | null;
  /** Whether he showed any key. */
  readonly keyShown: boolean;
}

export interface ApiKeys {
  /** Whether any key is set: then every question needs one. */
  readonly required: boolean;
  readonly adminExists: boolean;
  /** Looked up once a request. */
  identify(request: FastifyRequest): Caller;
}

/** Keys are compared by their SHA-256 in constant time, every one of them whichever fits. */
export function createApiKeys(keys: readonly ApiKey[]): ApiKeys {
  const known = keys.map(({ secret, scope }) => ({ hash: sha256(secret), scope }));
  const callers = new WeakMap<FastifyRequest, Caller>();

  function find(shown: string): ApiScope | null {
    const hash = sha256(shown);
    let scope: ApiScope | null = null;
    for (const key of known) {
      if (timingSafeEqual(key.hash, hash) && scope !== 'admin') scope = key.scope;
    }
    return scope;
  }

  function identify(request: FastifyRequest): Caller {
    const shown = keyShownBy(request);
    const scope = shown === null ? null : find(shown);
    const name =
      shown !== null && scope !== null ? `key ${shown}` : `address ${normalizeIP(request.ip, 64)}`;
    // Hashed apart from the comparison above, so that what is stored does not tell the key's own hash.
    const id = sha256(`report-qa caller ${name}`).toString('hex').slice(0, 16);
    return { id, scope, keyShown: shown !== null };
  }

  return {
    required: keys.length > 0,
    adminExists: keys.some(({ scope }) => scope === 'admin'),
    identify(request) {
      const caller = callers.get(request) ?? identify(request);
      callers.set(request, caller);
      return caller;
    },
  };
}

function keyShownBy({ headers }: FastifyRequest): string | null {
  const plain = headers['x-api-key'];
  if (typeof plain === 'string' && plain !== '') return plain;
  return /^bearer +(\S+) *$/iu.exec(headers.authorization ?? '')?.[1] ?? null;
}

function sha256(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
