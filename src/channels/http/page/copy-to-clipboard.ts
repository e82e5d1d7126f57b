import type { CopiedAnswer } from './copy-text.js';
import { element } from './element.js';

/** Resolves with whether it worked. Without TLS browsers offer the old way only. */
export async function copyToClipboard({ plain, html }: CopiedAnswer): Promise<boolean> {
  try {
    const parts = { 'text/plain': plain, 'text/html': html };
    const blobs = Object.entries(parts).map(([type, text]) => [type, new Blob([text], { type })]);
    await navigator.clipboard.write([new ClipboardItem(Object.fromEntries(blobs))]);
    return true;
  } catch {
    return copyPlain(plain);
  }
}

function copyPlain(text: string): boolean {
  const holder = element('textarea', { class: 'unseen', readonly: true });
  const focused = document.activeElement;
  holder.value = text;
  document.body.append(holder);
  holder.select();
  const copied = document.execCommand('copy');
  holder.remove();
  if (focused instanceof HTMLElement) focused.focus();
  return copied;
}
