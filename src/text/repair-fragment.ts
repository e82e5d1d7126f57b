import { judgeDamage } from './judge-damage.js';
import { repairText } from './repair-text.js';

/** Repairs a piece that is known to come from a damaged page, such as a question copied from one, however short. */
export function repairFragment(text: string): string {
  return repairText(text, { ...judgeDamage(text), damaged: true }).text;
}
