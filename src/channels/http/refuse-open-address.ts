import { AppError } from '../../domain/app-error.js';
import type { HttpSettings } from './http-settings.js';
import { isLoopback } from './is-loopback.js';

/** Throws `config` when other machines could ask without a key and nobody said that they may. */
export function refuseOpenAddress(settings: HttpSettings): void {
  const { host, apiKeys, open } = settings;
  if (isLoopback(host) || apiKeys.length > 0 || open) return;
  throw new AppError(`HTTP_HOST is ${host}: everybody who reaches this address could ask.`, {
    code: 'config',
    hint: 'Set HTTP_API_KEYS, or HTTP_OPEN=1 if everybody may, or leave HTTP_HOST at 127.0.0.1.',
  });
}
