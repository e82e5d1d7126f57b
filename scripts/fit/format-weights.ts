/** JSON with the long vectors on one line each. */
export function formatWeights(weights: object): string {
  const text = JSON.stringify(weights, null, 2);
  const numbers = /\[\s+(-?\d[-\d.e,\s]*?)\s+\]/gu;
  return `${text.replace(numbers, (_, list: string) => `[${list.replaceAll(/\s+/gu, ' ')}]`)}\n`;
}
