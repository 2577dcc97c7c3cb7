import assert from "node:assert/strict";
import { test } from "node:test";
import { validateStyleMin } from "@maplibre/maplibre-gl-style-spec";
import { COLOURS, type Colours, communeLayers, mapStyle, switchedLayers } from "../src/map-style.ts";

const COLOURED = Object.fromEntries(COLOURS.map((name, at) => [name, `#0000${(16 + at).toString(16)}`])) as Colours;
const GROUND = { regions: "/a.json", departements: "/b.json", towns: "/c.json" };

for (const holds of ["points", "shape"] as const) {
  test(`the style that holds ${holds} is one that MapLibre reads, with every layer that may be added`, () => {
    const style = mapStyle(COLOURED, GROUND, holds);
    style.sources["area"] = style.sources["point"] = style.sources["communes-14"] = { type: "geojson", data: "/d.json" };
    style.layers.push(
      ...switchedLayers("area", "area", "", COLOURED),
      ...switchedLayers("point", "point", "■", COLOURED),
      ...communeLayers("communes-14", COLOURED),
    );
    assert.deepEqual(validateStyleMin(style), []);
    const names = style.layers.map((layer) => layer.id);
    assert.equal(new Set(names).size, names.length);
  });
}

test("the style names no host, no glyph server and no sprite", () => {
  const style = mapStyle(COLOURED, GROUND, "points");
  assert.ok(!("glyphs" in style) && !("sprite" in style));
  assert.doesNotMatch(JSON.stringify(style), /https?:|\/\//);
});

test("each colour of the style is one of the page's", () => {
  const known = new Set<string>(Object.values(COLOURED));
  const named = JSON.stringify(mapStyle(COLOURED, GROUND, "shape")).match(/#[0-9a-f]{3,8}/g) ?? [];
  assert.ok(named.length > 10);
  for (const colour of named) assert.ok(known.has(colour), colour);
});
