import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { signWebhook } from '../../../src/channels/http/sign-webhook.js';
import { verifySignature } from '../../../src/channels/http/verify-signature.js';
import { temporaryFolder } from '../../support/temporary-folder.js';

const guide = readFileSync(new URL('../../../docs/WEBHOOK.md', import.meta.url), 'utf8');

/** The code that stands below a mark of the guide. */
function block(mark: string): string {
  const found = new RegExp(`<!-- ${mark} -->\\n\`\`\`\\w*\\n(.*?)\`\`\``, 'su').exec(guide);
  if (found?.[1] === undefined) throw new Error(`no block ${mark} in docs/WEBHOOK.md`);
  return found[1];
}

const expected = block('expected').trim();
const message = {
  idempotencyKey: 'order-1042',
  body: Buffer.from('{"question":"谁主持了会议？"}'),
};

function run(program: string, args: readonly string[], code: string): string {
  return spawnSync(program, args, { input: code, encoding: 'utf8' }).stdout.trim();
}

const has = (program: string, argument: string) =>
  spawnSync(program, [argument], { stdio: 'ignore' }).status === 0;

describe('the examples of docs/WEBHOOK.md', () => {
  it('print a signature that the server takes', () => {
    const verdict = verifySignature({
      ...{ ...message, direction: 'request', header: expected },
      secrets: ['example-webhook-secret'],
      now: new Date(1_767_225_600_000),
    });
    expect(verdict).toEqual({ valid: true, timestamp: 1_767_225_600 });
  });

  it('give it in Node', () => {
    expect(run(process.execPath, ['--input-type=module'], block('example: node'))).toBe(expected);
  });

  it.skipIf(!has('bash', '--version') || !has('openssl', 'version'))('give it in bash', () => {
    expect(run('bash', [], block('example: bash'))).toBe(expected);
  });

  it.skipIf(!has('python3', '--version'))('give it in Python', () => {
    expect(run('python3', ['-'], block('example: python'))).toBe(expected);
  });

  it('verify callbacks, and nothing that is not one', async () => {
    const file = join(temporaryFolder(), 'verify.mjs');
    writeFileSync(file, block('example: verify'));
    const { isFromReportQa } = (await import(pathToFileURL(file).href)) as {
      isFromReportQa(headers: object, body: Buffer, secret: string, now: number): boolean;
    };
    const now = 1_767_225_600;
    const verdict = (direction: 'callback' | 'request', secret: string, later = 0) => {
      const signature = signWebhook({ ...message, direction, timestamp: now }, 'callback-secret');
      const headers = { 'idempotency-key': 'order-1042', 'x-report-qa-signature': signature };
      return isFromReportQa(headers, message.body, secret, now + later);
    };
    expect(verdict('callback', 'callback-secret')).toBe(true);
    expect(verdict('request', 'callback-secret')).toBe(false);
    expect(verdict('callback', 'another-secret')).toBe(false);
    expect(verdict('callback', 'callback-secret', 301)).toBe(false);
    expect(isFromReportQa({}, message.body, 'callback-secret', now)).toBe(false);
  });
});
