import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { TLSSocket } from 'node:tls';
import { expect, it, onTestFinished } from 'vitest';
import { sendCallback } from '../../../src/channels/http/send-callback.js';
import { temporaryFolder } from '../../support/temporary-folder.js';

const program = 'openssl';
const hasOpenssl = spawnSync(program, ['version'], { stdio: 'ignore' }).status === 0;

/** Made for the test, so that no private key lies in the repository. */
function makeCertificate(name: string): { readonly key: Buffer; readonly cert: Buffer } {
  const folder = temporaryFolder();
  const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
  spawnSync(program, [
    ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'],
    ...['-keyout', key, '-out', cert, '-days', '2', '-subj', `/CN=${name}`],
    ...['-addext', `subjectAltName=DNS:${name}`],
  ]);
  return { key: readFileSync(key), cert: readFileSync(cert) };
}

it.skipIf(!hasOpenssl)('connects to the checked address and verifies the name by TLS', async () => {
  const certificate = makeCertificate('hooks.example.org');
  const names: unknown[] = [];
  const server = createServer(certificate, (request, response) => {
    names.push((request.socket as TLSSocket & { servername?: string }).servername);
    names.push(request.headers.host);
    response.end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  const send = (host: string, ca?: string) =>
    sendCallback({
      url: new URL(`https://${host}:${port}/hook`),
      addresses: [{ address: '127.0.0.1', family: 4 }],
      ...{ headers: {}, body: '{}', signal: new AbortController().signal },
      ...(ca === undefined ? {} : { ca }),
    });
  const ca = certificate.cert.toString();
  expect((await send('hooks.example.org', ca)).status).toBe(200);
  expect(names).toEqual(['hooks.example.org', `hooks.example.org:${port}`]);
  await expect(send('other.example.org', ca)).rejects.toThrow('altnames');
  await expect(send('hooks.example.org')).rejects.toThrow('self-signed');
  expect(names).toHaveLength(2);
});
