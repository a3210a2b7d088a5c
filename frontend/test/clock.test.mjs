import assert from "node:assert/strict";
import { test } from "node:test";
import { indexAt, sayTime } from "../src/clock.js";

const starts = [0.1, 0.5, 0.5, 1.25, 3];

test("before the first word nothing is due", () => {
  assert.equal(indexAt(starts, 0), -1);
  assert.equal(indexAt([], 5), -1);
});

test("a word is due from its very start until the next one's", () => {
  assert.equal(indexAt(starts, 0.1), 0);
  assert.equal(indexAt(starts, 0.49), 0);
  assert.equal(indexAt(starts, 0.5), 2);
  assert.equal(indexAt(starts, 99), 4);
});

test("a hint never changes the answer, whichever way one seeks", () => {
  const many = Array.from({ length: 500 }, (_, at) => at * 0.31 + (at % 7) * 0.01);
  for (let near = -1; near < many.length; near += 13)
    for (let time = -1; time < 170; time += 3.7)
      assert.equal(indexAt(many, time, near), many.findLastIndex((start) => start <= time));
});

test("times read as people say them", () => {
  assert.equal(sayTime(0), "0:00.0");
  assert.equal(sayTime(59.96), "1:00.0");
  assert.equal(sayTime(64.52), "1:04.5");
  assert.equal(sayTime(3725.3), "1:02:05.3");
});
