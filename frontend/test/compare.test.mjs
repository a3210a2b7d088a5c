import assert from "node:assert/strict";
import { test } from "node:test";
import { alignRows, carryTime } from "../src/compare.js";

const rows = [[0, 0], [1, -1], [2, 1], [-1, 2], [3, 3]];
const { find, word } = alignRows(rows);

test("a word knows its row in every take", () => {
  assert.equal(find(0, 2), 2);
  assert.equal(find(1, 2), 3);
  assert.equal(find(0, 99), -1);
});

test("a word the other take lacks leads to the one before it", () => {
  assert.equal(word(1, 1), 0);
  assert.equal(word(3, 0), 2);
  assert.equal(word(2, 1), 1);
});

test("without a word before it the one behind it must do", () => {
  assert.equal(alignRows([[-1, 0], [0, 1]]).word(0, 0), 0);
  assert.equal(alignRows([]).word(0, 0), -1);
});

test("half of a word here is half of the word there, gaps stay at its end", () => {
  assert.equal(carryTime(1.5, [1, 2], [10, 14]), 12);
  assert.equal(carryTime(5, [1, 2], [10, 14]), 14);
  assert.equal(carryTime(1, [1, 1], [10, 14]), 10);
});
