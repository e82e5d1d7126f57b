import type { FastifyRequest } from 'fastify';
import { isLoopback } from './is-loopback.js';

/** Whether the caller is on this machine. A header that only proxies set tells that somebody else is behind a loopback address. */
export function isFromThisMachine({ ip, headers, socket }: FastifyRequest): boolean {
  const throughTrustedProxy = ip !== socket.remoteAddress;
  const forwarded = headers['x-forwarded-for'] ?? headers.forwarded ?? headers.via;
  return isLoopback(ip) && (throughTrustedProxy || forwarded === undefined);
}
