import { expect, test } from 'vitest';
import { NativeGate } from '../../src/models/native-gate.js';

test('stays open while somebody is inside, and lets nobody in once it is shut', async () => {
  const shared = NativeGate.allocate();
  const worker = new NativeGate(shared);
  const main = new NativeGate(shared);
  let finish = (): void => undefined;
  const inside = worker.pass(() => new Promise<void>((resolve) => (finish = resolve)));
  expect(main.tryShut()).toBe(false);
  finish();
  await inside;
  expect(main.tryShut()).toBe(true);
  expect(main.tryShut()).toBe(true);
  let entered = false;
  void worker.pass(async () => {
    entered = true;
  });
  await new Promise((resolve) => setImmediate(resolve));
  expect(entered).toBe(false);
});

test('opens again after work that failed', async () => {
  const gate = new NativeGate(NativeGate.allocate());
  await expect(gate.pass(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(await gate.pass(async () => 'in')).toBe('in');
});

test('gives up when the work does not end in time', () => {
  const gate = new NativeGate(NativeGate.allocate());
  void gate.pass(() => new Promise(() => undefined));
  gate.shut(5);
  expect(gate.tryShut()).toBe(false);
});
