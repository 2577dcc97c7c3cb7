import assert from "node:assert/strict";
import { test } from "node:test";
import { project, readPosition, readText, unproject, writeText } from "../src/drawing-shapes.ts";

const view = { lon: 0.2256, lat: 49.1458, scale: 40 };

test("a position is read latitude first, with a point or a comma", () => {
  assert.deepEqual(readPosition("49.1458, 0.2256"), [0.2256, 49.1458]);
  assert.deepEqual(readPosition("49.1458,0.2256"), [0.2256, 49.1458]);
  assert.deepEqual(readPosition("49,1458; −0,2256"), [-0.2256, 49.1458]);
  assert.deepEqual(readPosition("49,1458 0,2256"), [0.2256, 49.1458]);
  for (const wrong of ["", "49", "149.1, 0.2", "ici", "<b>1, 2</b>"]) assert.equal(readPosition(wrong), null, wrong);
});

test("what is written is read again, holes and several shapes included", () => {
  const text = "contour\n49.0, 0.0\n49.0, 1.0\n50.0, 1.0\ntrou\n49.2, 0.5\n49.2, 0.6\n49.3, 0.6\npoint\n48.0, 2.0";
  const shapes = readText(text);
  assert.deepEqual(shapes?.map((one) => [one.kind, one.rings.length]), [["polygon", 2], ["point", 1]]);
  assert.deepEqual(readText(writeText(shapes ?? [], "en")), shapes);
});

test("a ring that comes back to its start is not one corner more", () => {
  assert.equal(readText("49, 0\n49, 1\n50, 1\n49, 0")?.[0]?.rings[0]?.length, 3);
});

test("a text that cannot be read changes nothing", () => {
  assert.equal(readText("contour\n49.0, 0.0\n49.0, 1.0"), null);
  assert.equal(readText("49.0, 0.0\nn'importe quoi"), null);
});

test("a place on the drawing goes back to the same degrees", () => {
  const [x, y] = project(view, [0.25, 49.16]);
  const [lon, lat] = unproject(view, x, y);
  assert.ok(Math.abs(lon - 0.25) < 1e-6);
  assert.ok(Math.abs(lat - 49.16) < 1e-6);
  assert.deepEqual(project(view, [view.lon, view.lat]), [360, 240]);
});
