/** The player's own controls: native elements with native labels. */

import { make } from "./dom.js";

export const SPEEDS = [0.5, 0.75, 1, 1.25, 1.5, 2];

/**
 * Put the controls around the waveform in place of the browser's.
 *
 * @param {HTMLElement} root
 * @param {number} duration seconds
 */
export function addControls(root, duration) {
  const type = "button";
  const play = make("button", { type, className: "play", ariaLabel: "Play", title: "Play or pause (Space on a word)" });
  const clock = make("span", { className: "clock" });
  const options = SPEEDS.map((value) => make("option", { value, selected: value === 1 }, `${value}×`));
  const speed = make("select", { ariaLabel: "Speed", title: "Speed; the pitch stays (− and +)" }, ...options);
  const loop = make(
    "button",
    { type, ariaPressed: "false", title: "Repeat a word (L); Shift-click another to extend" },
    "Loop",
  );
  const status = make("span", { className: "status", role: "status" });
  const position = make("input", {
    type: "range", ariaLabel: "Position", min: 0, max: duration, step: 0.01, value: 0,
  });
  const veil = make("div", { className: "veil" });
  const wave = /** @type {HTMLElement} */ (root.querySelector(".wave"));
  wave.before(make("div", { className: "bar" }, play, clock, speed, loop, status));
  wave.append(veil, position);
  return { play, clock, speed, loop, status, position, veil };
}
