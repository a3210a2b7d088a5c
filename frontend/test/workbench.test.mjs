import assert from "node:assert/strict";
import { test } from "node:test";
import { Blind, letterOf } from "../src/bench/blind.js";
import { findChange } from "../src/bench/changes.js";
import { findLabel, makeName } from "../src/bench/names.js";
import { Pulse } from "../src/bench/pulse.js";
import { explainModel } from "../src/bench/settings.js";
import { findOverflow } from "../src/bench/sounds.js";
import { tellFacts } from "../src/bench/takes.js";
import { getIndentUnit, indentString, indentUnit, syntaxTree } from "../src/plain/language.js";
import { VERSION, check, make, readSamples } from "../src/protocol.js";

const ROW = { id: "x", label: "Low", voice: "Dennis", engine: "espeak", model: "inworld-tts-2", duration: 1.25, cost: 0, latency: 0.0314, notes: [], stars: 0, kept: false, partial: false, code: "" };

test("messages of another version or kind are refused, with what to do", () => {
  assert.equal(check(make("ack", {})).kind, "ack");
  for (const wrong of [null, {}, { v: VERSION }, { v: VERSION, kind: "eval" }, { v: VERSION + 1, kind: "ack" }])
    assert.throws(() => check(wrong), /Run the cell again/);
});

test("samples are read whatever memory they lie in", () => {
  const bytes = new Uint8Array([9, 0, 128, 255, 127, 0, 64, 7]);
  const samples = readSamples(new DataView(bytes.buffer, 1, 7));
  assert.deepEqual([...samples], [-1, 32767 / 32768, 0.5]);
});

test("the oldest sounds go first and the newest stays, however large", () => {
  assert.deepEqual(findOverflow([["a", 5], ["b", 5], ["c", 5]], 10), ["a"]);
  assert.deepEqual(findOverflow([["a", 1], ["b", 50]], 10), ["a"]);
  assert.deepEqual(findOverflow([["b", 50]], 10), []);
  assert.deepEqual(findOverflow([], 10), []);
});

test("letters go on behind Z", () => assert.deepEqual([0, 25, 26, 51, 52].map(letterOf), ["A", "Z", "AA", "AZ", "BA"]));

test("hidden takes stand in an order of their own, and new ones at the end", () => {
  const blind = new Blind();
  const rows = ["x", "y", "z"].map((id) => ({ id }));
  const numbers = [0.9, 0.1, 0.5];
  assert.deepEqual(blind.sort(rows), rows);
  blind.toggle(["x", "y", "z"], () => numbers.shift());
  assert.deepEqual(blind.sort(rows).map(({ id }) => id), ["y", "z", "x"]);
  assert.deepEqual(["x", "y", "z"].map((id) => blind.letter(id)), ["C", "A", "B"]);
  assert.deepEqual(blind.sort([{ id: "new" }, ...rows]).map(({ id }) => id), ["y", "z", "x", "new"]);
  assert.deepEqual(blind.sort([{ id: "x" }]).map(({ id }) => id), ["x"]);
});

test("letters can be told from names once those are shown, and are given anew the next time", () => {
  const blind = new Blind();
  blind.toggle(["x"], () => 0);
  blind.toggle(["x"]);
  assert.equal(blind.on, false);
  assert.equal(blind.letter("x"), "A");
  assert.equal(blind.letter("later"), "");
  blind.toggle(["later", "x"], () => 0);
  assert.equal(blind.letter("later"), "A");
});

test("a take is told in one line", () => {
  assert.equal(tellFacts(ROW), "Dennis · local espeak · 0:01.3 · first sound 31 ms · free");
  assert.equal(tellFacts({ ...ROW, engine: "inworld", cost: 0.00123, latency: 0 }), "Dennis · inworld-tts-2 · 0:01.3 · $0.0012");
  assert.match(tellFacts({ ...ROW, partial: true }), /incomplete$/);
});

test("why a setting is shut names the model", () => {
  const model = { id: "m", title: "TTS-2", tags: [], modes: ["STABLE"], temperature: false, rates: [0.5, 1.5] };
  assert.match(explainModel(model).temperature, /TTS-2 takes no temperature/);
  assert.match(explainModel(model).rate, /0\.5 to 1\.5/);
  assert.match(explainModel({ ...model, modes: [], temperature: true }).mode, /TTS-2 has no delivery modes/);
  assert.match(explainModel(undefined).rate, /This model/);
});

test("a text is changed in one place, emoji or not", () => {
  for (const [old, next] of [["abc", "abXc"], ["", "a"], ["a", ""], ["aa", "a"], ["aXa", "aa"], ["😀 a", "😁 a"], ["same", "same"], ["abab", "ab"]]) {
    const { from, to, insert } = findChange(old, next);
    assert.equal(old.slice(0, from) + insert + old.slice(to), next);
  }
  assert.deepEqual(findChange("Stay low.", "Stay very low."), { from: 5, to: 5, insert: "very " });
});

test("a kernel that does not answer is noticed once, and that it is back", async () => {
  const seen = [];
  const pulse = new Pulse((answers) => seen.push(answers), 5);
  pulse.hear();
  pulse.ask();
  pulse.hear();
  await new Promise((done) => setTimeout(done, 30));
  assert.deepEqual(seen, []);
  pulse.ask();
  pulse.ask();
  await new Promise((done) => setTimeout(done, 30));
  assert.deepEqual(seen, [false]);
  pulse.hear();
  pulse.hear();
  assert.deepEqual(seen, [false, true]);
  pulse.ask();
  pulse.stop();
  await new Promise((done) => setTimeout(done, 30));
  assert.deepEqual(seen, [false, true]);
});

test("a text without syntax answers what CodeMirror asks of a tree", () => {
  const node = syntaxTree().resolveInner(3);
  assert.equal(node.childBefore(3), null);
  assert.equal(node.type.isTop, true);
  assert.equal(getIndentUnit({ facet: (facet) => (facet === indentUnit ? "  " : "") }), 2);
  assert.equal(indentString({}, 3), "   ");
});

test("names of several workbenches differ, whichever copy of the module made them", async () => {
  const copy = await import("../src/bench/names.js?again");
  const names = new Set([makeName("take"), makeName("take"), copy.makeName("take")]);
  assert.equal(names.size, 3);
  for (const name of names) assert.match(name, /^vvw-take-\d+-\d+$/);
  const taken = new Set(["Workbench", "Workbench 3"]);
  assert.equal(findLabel((label) => taken.has(label)), "Workbench 2");
  assert.equal(findLabel(() => false), "Workbench");
});
