/** What the keys do. */

import { make } from "../dom.js";

const KEYS = [
  ["Editor", "Ctrl+Enter", "hear the whole script"],
  ["Editor", "Ctrl+Shift+Enter", "hear the line or the selection"],
  ["Editor", "Ctrl+Shift+M, F8", "list the findings; go to the next"],
  ["Anywhere", "F6, Shift+F6", "next part, previous part"],
  ["Words", "← → ↑ ↓ Home End", "go to a word"],
  ["Words", "Enter, Space", "play from the word; play or pause"],
  ["Words", "L, Shift+arrows", "repeat the word; more words"],
  ["Words", "− +", "slower, faster"],
  ["Words", "X", "the other take at the same word"],
  ["Words", "I", "say the word differently"],
  ["Takes", "↑ ↓", "go to a take"],
  ["Takes", "A, B", "compare the take as A or as B"],
  ["Takes", "X", "switch between A and B"],
  ["Takes", "0 to 5", "rate it"],
  ["Takes", "K, Delete", "keep it; discard it"],
];

/** A panel, folded away. */
export const makeHelp = () =>
  make("details", { className: "vvw-keys" }, make("summary", {}, "Keys"),
    make("dl", {}, ...KEYS.flatMap(([place, keys, what], at) => [
      make("dt", {}, make("small", {}, place === KEYS[at - 1]?.[0] ? "" : place), make("kbd", {}, keys)),
      make("dd", {}, what),
    ])));
