import assert from "node:assert/strict";
import { test } from "node:test";
import { hundredths, normalised, ranked, weightedSum } from "../src/ranking.ts";

test("weights are brought to a sum of one", () => {
  assert.deepEqual(normalised([20, 20, 40, 0, 20]), [0.2, 0.2, 0.4, 0, 0.2]);
});

test("weights that are all zero tell nothing apart", () => {
  assert.equal(normalised([0, 0, 0]), null);
});

test("products are added from the first criterion to the last", () => {
  // In this order the sum is 0.6000000000000001; from the last to the first it is 0.6.
  assert.equal(weightedSum([0.1, 0.2, 0.3], [1, 1, 1]), 0.1 + 0.2 + 0.3);
  assert.notEqual(weightedSum([0.1, 0.2, 0.3], [1, 1, 1]), 0.3 + 0.2 + 0.1);
});

test("tied candidates share the better rank and the next rank is skipped", () => {
  const published = { criteria: ["a"], weights: [1], rows: [["x", [0.5]], ["y", [0.9]], ["z", [0.5]], ["w", [0.1]]] } as const;
  assert.deepEqual(
    ranked(published, [1]).map(({ id, rank }) => [id, rank]),
    [["y", 1], ["x", 2], ["z", 2], ["w", 4]],
  );
});

test("the order does not depend on the order of the rows", () => {
  const rows = [["b", [0.2, 0.4]], ["a", [0.4, 0.2]], ["c", [0.9, 0.1]]] as const;
  const forward = ranked({ criteria: ["p", "q"], weights: [0.5, 0.5], rows }, [0.5, 0.5]);
  const backward = ranked({ criteria: ["p", "q"], weights: [0.5, 0.5], rows: [...rows].reverse() }, [0.5, 0.5]);
  assert.deepEqual(forward, backward);
});

test("weights are shown as whole hundredths that add up to a hundred", () => {
  assert.deepEqual(hundredths([0.27, 0.1825, 0.1825, 0.1825, 0.1825]), [27, 19, 18, 18, 18]);
  assert.deepEqual(hundredths([1 / 3, 1 / 3, 1 / 3]), [34, 33, 33]);
  assert.deepEqual(hundredths([0.2, 0.2, 0.2, 0.2, 0.2]), [20, 20, 20, 20, 20]);
});
