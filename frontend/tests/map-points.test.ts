import assert from "node:assert/strict";
import { test } from "node:test";
import { type Columns, features, parseBox, siteAt, within } from "../src/map-points.ts";

const COLUMNS: Columns = {
  scale: 10_000,
  page: "/en/sites/{}/",
  ids: ["14366_SITE-ECO_1", "a/b", "last"],
  names: ["Parc fictif", "<b>Zone</b>", "Ailleurs"],
  lon: [2264, 28319, -613000],
  lat: [491466, 504291, 161000],
  label: "012",
  free: "034",
  sure: "101",
  place: "110",
  real: "110",
  words: {
    label: ["", "labelled site", "label suspended or ended"],
    free: ["free area not established", "", "", "20 to 50 ha free", "50 ha free and more"],
    sure: ["a requirement is not established", ""],
    place: ["placed at the centre of the commune", ""],
    real: ["fictitious site, for the demonstration", ""],
  },
};

test("points come in the order of the list, with whole numbers made degrees", () => {
  const found = features(COLUMNS).features;
  assert.deepEqual(found.map((one) => one.properties), [
    { i: 0, l: 0, f: 0, s: 1 },
    { i: 1, l: 1, f: 3, s: 0 },
    { i: 2, l: 2, f: 4, s: 1 },
  ]);
  assert.deepEqual(found[0]?.geometry.coordinates, [0.2264, 49.1466]);
});

test("a site is told in words; what needs no word gives none, and an address keeps its signs", () => {
  assert.deepEqual(siteAt(COLUMNS, 0).lines, ["free area not established"]);
  assert.deepEqual(siteAt(COLUMNS, 1).lines, ["labelled site", "20 to 50 ha free", "a requirement is not established"]);
  assert.equal(siteAt(COLUMNS, 2).lines.at(-1), "fictitious site, for the demonstration");
  assert.equal(siteAt(COLUMNS, 0).url, "/en/sites/14366_SITE-ECO_1/");
  assert.equal(siteAt(COLUMNS, 1).url, "/en/sites/a%2Fb/");
  assert.equal(siteAt(COLUMNS, 1).name, "<b>Zone</b>");
});

test("the list shows the first sites of a view in their order, and counts them all", () => {
  assert.deepEqual(within(COLUMNS, [-180, -90, 180, 90], 2), { total: 3, first: [0, 1] });
  assert.deepEqual(within(COLUMNS, [2, 50, 3, 51], 20), { total: 1, first: [1] });
  assert.deepEqual(within(COLUMNS, [10, 0, 20, 10], 20), { total: 0, first: [] });
});

test("bounds are four numbers or none", () => {
  assert.deepEqual(parseBox("-4.773,41.371,9.57,51.078"), [-4.773, 41.371, 9.57, 51.078]);
  for (const wrong of ["", undefined, "1,2,3", "a,b,c,d", "1,2,3,Infinity"]) assert.equal(parseBox(wrong), null);
});
