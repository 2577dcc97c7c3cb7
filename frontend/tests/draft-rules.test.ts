import assert from "node:assert/strict";
import { test } from "node:test";
import { heldBy, isSame, notAsked, waitBefore } from "../src/draft-rules.ts";

const radio = (value: string, checked: boolean) => ({ type: "radio", value, checked });
const tick = (value: string, checked: boolean) => ({ type: "checkbox", value, checked });

test("a question holds what the form would send", () => {
  assert.equal(heldBy("text", [{ type: "text", value: " Site\r\nB ", checked: false }]), "Site\nB");
  assert.equal(heldBy("boolean", [radio("true", false), radio("false", true), radio("", false)]), "false");
  assert.equal(heldBy("choice", [radio("a", false), radio("", true)]), "");
  assert.equal(heldBy("choice", [{ type: "select-one", value: "b", checked: false }]), "b");
  const several = [{ type: "hidden", value: "1", checked: false }, tick("a", true), tick("b", false), tick("c", true)];
  assert.deepEqual(heldBy("multi_choice", several), ["a", "c"]);
});

test("two contents are the same when they would be sent the same", () => {
  assert.ok(isSame(["a", "b"], ["a", "b"]));
  assert.ok(!isSame("", []));
});

test("a question hangs on an answer, and on whether that one is asked", () => {
  const conditions = [
    { path: "b", askedBy: "a", values: ["true"] },
    { path: "c", askedBy: "b", values: ["x"] },
    { path: "l.i.e", askedBy: "l.i.d", values: ["y", "z"] },
  ];
  const answers = new Map<string, string>([["a", "false"], ["b", "x"], ["l.i.d", "z"]]);
  assert.deepEqual([...notAsked(conditions, (path) => answers.get(path))], ["b", "c"]);
  answers.set("a", "true");
  assert.deepEqual([...notAsked(conditions, (path) => answers.get(path))], []);
});

test("tries are farther and farther apart, half a minute at most", () => {
  assert.deepEqual([1, 2, 3, 4, 5, 9].map(waitBefore), [2000, 4000, 8000, 16000, 30000, 30000]);
});
