// The weighted sum and the ranks, in the arithmetic of the engine: same operations, same order, same bits.

export interface Published {
  readonly criteria: readonly string[];
  /** The weights of the published score, shown until a slider moves. */
  readonly weights: readonly number[];
  readonly rows: readonly (readonly [string, readonly number[]])[];
}

export interface Ranked {
  readonly id: string;
  readonly score: number;
  readonly rank: number;
}

/** Weights that sum to one; null when every raw weight is zero, because nothing then tells candidates apart. */
export function normalised(raw: readonly number[]): number[] | null {
  const total = raw.reduce((sum, value) => sum + value, 0);
  return total > 0 ? raw.map((value) => value / total) : null;
}

/** Weights that sum to one as whole hundredths that sum to a hundred (largest remainders), as the server shows them. */
export function hundredths(weights: readonly number[]): number[] {
  const exact = weights.map((weight) => 100 * weight);
  const found = exact.map((one) => Math.floor(one + 1e-9));
  const remainder = (index: number) => Number(((exact[index] ?? 0) - (found[index] ?? 0)).toFixed(9));
  const left = exact.map((_, index) => index).sort((a, b) => remainder(b) - remainder(a) || a - b);
  const missing = 100 - found.reduce((sum, value) => sum + value, 0);
  for (const index of left.slice(0, Math.max(0, missing))) found[index] = (found[index] ?? 0) + 1;
  return found;
}

/** Each product is rounded, then added from the first criterion to the last. */
export function weightedSum(values: readonly number[], weights: readonly number[]): number {
  let total = 0;
  values.forEach((value, index) => {
    total += value * (weights[index] ?? 0);
  });
  return total;
}

/** Candidates from the best score to the worst; ties share the better rank and stand in the order of their ids. */
export function ranked(published: Published, weights: readonly number[]): Ranked[] {
  const scored = published.rows.map(([id, values]) => ({ id, score: weightedSum(values, weights) }));
  scored.sort((a, b) => b.score - a.score || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));
  const result: Ranked[] = [];
  scored.forEach(({ id, score }, index) => {
    const before = result[index - 1];
    result.push({ id, score, rank: before?.score === score ? before.rank : index + 1 });
  });
  return result;
}
