import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';

const privateRanges: readonly string[] = [
  'private',
  'loopback',
  'linkLocal',
  'carrierGradeNat',
  'uniqueLocal',
];

/** The only IPv6 addresses that are routed on the Internet; what embeds IPv4 addresses elsewhere (`::127.0.0.1`) is not among them. */
const globalUnicast = ipaddr.IPv6.parseCIDR('2000::/3');

/**
 * Whether a callback may be sent to this address: to those of the Internet only, with `allowPrivate` to private, loopback and
 * link-local ones too. Tunnels to IPv4 (6to4, NAT64, Teredo), multicast, unspecified and reserved addresses never.
 */
export function isCallbackAddress(address: string, allowPrivate: boolean): boolean {
  // Shorter and octal forms are for URLs, which make them canonical.
  if (isIP(address) === 0) return false;
  // Unwraps IPv4-mapped addresses.
  const parsed = ipaddr.process(address);
  const range = parsed.range();
  if (privateRanges.includes(range)) return allowPrivate;
  if (range !== 'unicast') return false;
  return parsed instanceof ipaddr.IPv4 || parsed.match(globalUnicast);
}
