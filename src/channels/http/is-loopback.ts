import ipaddr from 'ipaddr.js';

/** Whether only this machine itself can be behind the address; `localhost` is one, other names are not. */
export function isLoopback(address: string): boolean {
  if (address.toLowerCase() === 'localhost') return true;
  return ipaddr.isValid(address) && ipaddr.process(address).range() === 'loopback';
}
