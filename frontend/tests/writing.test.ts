import assert from "node:assert/strict";
import { test } from "node:test";
import { fold, writeNumber, writePercent } from "../src/writing.ts";

test("numbers follow the language of the page", () => {
  assert.equal(writeNumber(1254.5, 1, true), "1\u202f254,5");
  assert.equal(writeNumber(1254.5, 1, false), "1,254.5");
});

test("a negative number has a true minus sign and there is no negative zero", () => {
  assert.equal(writeNumber(-0.25, 2, true), "−0,25");
  assert.equal(writeNumber(-0.001, 2, true), "0,00");
});

test("a percentage keeps its sign on the same line in French", () => {
  assert.equal(writePercent(0.2, true), "20\u202f%");
  assert.equal(writePercent(0.2, false), "20%");
});

test("names are found without accents, case nor typographic apostrophes", () => {
  assert.equal(fold("Val-d’Exémple"), "val-d'exemple");
});
