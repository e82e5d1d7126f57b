const firstWideCode = 0x2e80;

function isSurrogate(code: number): boolean {
  return code >= 0xd800 && code <= 0xdfff;
}

/**
 * Length in Chinese characters: Latin and other narrow characters count half, because an English text needs about
 * twice the letters for the same content. Linear, allocates nothing.
 */
export function weighText(text: string, start = 0, end = text.length): number {
  let halves = 0;
  for (let index = start; index < end; index += 1) {
    const code = text.charCodeAt(index);
    halves += code < firstWideCode || isSurrogate(code) ? 1 : 2;
  }
  return halves / 2;
}
