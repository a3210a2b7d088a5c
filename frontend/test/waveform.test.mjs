import assert from "node:assert/strict";
import { test } from "node:test";
import { decodePeaks, outlineOf, peaksOf } from "../src/waveform.js";

test("every part tells its loudest sample, whichever sign it has", () => {
  assert.deepEqual([...peaksOf([0, 0.5, -0.75, 0.25, 0, 0], 3)], [0.5, 0.75, 0]);
});

test("more parts than samples and silence are fine", () => {
  assert.equal(peaksOf([0.5], 4).length, 4);
  assert.deepEqual([...peaksOf([], 2)], [0, 0]);
});

test("the outline is closed, mirrored, and silence is still a line", () => {
  assert.equal(outlineOf([1, 0]), "M0 1L1 49L1 51L0 99Z");
});

test("peaks travel as base64", () => assert.deepEqual([...decodePeaks("AAH/")], [0, 1, 255]));
