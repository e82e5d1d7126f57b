/** How questions fared that the weights were fitted without. */

export interface Held {
  readonly set: string;
  readonly answerable: boolean;
  readonly first: boolean;
  readonly probability: number;
}

/** Area under the receiver operating characteristic: how often an answerable question stands above another. */
function areaUnderCurve(held: readonly Held[]): number {
  const yes = held.filter(({ answerable }) => answerable);
  const no = held.filter(({ answerable }) => !answerable);
  let above = 0;
  for (const one of yes) {
    for (const other of no) {
      if (one.probability > other.probability) above += 1;
      else if (one.probability === other.probability) above += 0.5;
    }
  }
  return above / (yes.length * no.length || 1);
}

export function describeHeld(set: string, held: readonly Held[]): string {
  const answerable = held.filter((one) => one.answerable);
  const first = answerable.filter((one) => one.first).length / (answerable.length || 1);
  return `${set.padEnd(18)} ${String(held.length).padStart(5)} questions, right sentence first ${first.toFixed(3)}, area under curve ${areaUnderCurve(held).toFixed(3)}`;
}
