import assert from "node:assert/strict";
import { test } from "node:test";
import { asked, wholeDurations } from "../src/plan.ts";

test("assumptions left as they were are not sent", () => {
  const originals = new Map([["h.works.low", "240"], ["h.contested.chance", "10"]]);
  const data: [string, string][] = [
    ["exemple", "friche"],
    ["fait", "a"],
    ["fait", "b"],
    ["h.works.low", "240"],
    ["h.contested.chance", "25"],
  ];
  assert.deepEqual(asked(data, originals), [
    ["exemple", "friche"],
    ["fait", "a"],
    ["fait", "b"],
    ["h.contested.chance", "25"],
  ]);
});

test("a duration is sent whole as soon as one of its numbers moves", () => {
  const values = new Map([
    ["h.works.low", "240"],
    ["h.works.mode", "365"],
    ["h.works.high", "900"],
    ["h.contested.chance", "10"],
  ]);
  const sent = new Map(wholeDurations([["exemple", "friche"], ["h.works.high", "900"]], values));
  assert.equal(sent.get("h.works.low"), "240");
  assert.equal(sent.get("h.works.mode"), "365");
  assert.equal(sent.get("h.works.high"), "900");
  assert.equal(sent.has("h.contested.chance"), false);
});

test("several studies supposed done are all sent, each once", () => {
  const sent = wholeDurations([["fait", "a"], ["fait", "b"], ["exemple", "friche"]], new Map());
  assert.deepEqual(
    sent.filter(([name]) => name === "fait").map(([, value]) => value),
    ["a", "b"],
  );
  assert.equal(sent.length, 3);
});
