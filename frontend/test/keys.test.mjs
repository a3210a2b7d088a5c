import assert from "node:assert/strict";
import { test } from "node:test";
import { actionOf, isForeign } from "../src/keys.js";

test("keys mean the same in either case", () => {
  assert.equal(actionOf({ key: "l" }), "loop");
  assert.equal(actionOf({ key: "L" }), "loop");
  assert.equal(actionOf({ key: " " }), "toggle");
  assert.equal(actionOf({ key: "Enter" }), "play");
  assert.equal(actionOf({ key: "ArrowRight" }), "next");
});

test("letters without a meaning mean nothing", () => assert.equal(actionOf({ key: "d" }), undefined));

test("shortcuts with Ctrl or Command are the page's, not ours", () => {
  assert.equal(actionOf({ key: "l", ctrlKey: true }), undefined);
  assert.equal(isForeign({ metaKey: true }), true);
  assert.equal(isForeign({}), false);
});
