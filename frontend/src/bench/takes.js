/** The takes so far: heard, rated, compared, kept, discarded, and the code that makes each again. */

import { sayTime } from "../clock.js";
import { make } from "../dom.js";

const STARS = ["not rated", "★", "★★", "★★★", "★★★★", "★★★★★"];
let groups = 0;

/**
 * @typedef {object} Row
 * @property {string} id
 * @property {string} label
 * @property {string} voice
 * @property {number} duration seconds
 * @property {number} cost dollars
 * @property {number} latency seconds
 * @property {number} stars
 * @property {boolean} kept
 * @property {string} code
 */

export class Takes {
  #list = make("ol", {});
  #group = `vvw-${++groups}`;
  swap = make("button", {
    type: "button", disabled: true, title: "Go on in the other take at the same word (X on a word)",
  }, "Switch A/B");
  root = make("div", { className: "vvw-takes", hidden: true }, make("h3", {}, "Takes"), this.swap, this.#list);

  /**
   * @param {{pressed: (name: string, take: string) => void, rated: (take: string, stars: number) => void,
   *   paired: (a: string, b: string) => void}} heard
   * @param {AbortSignal} signal
   */
  constructor(heard, signal) {
    this.heard = heard;
    this.#list.addEventListener("click", (event) => this.#clicked(event), { signal });
    this.#list.addEventListener("change", (event) => this.#changed(event), { signal });
  }

  /**
   * @param {Row[]} rows
   * @param {string} active the take whose words are shown
   */
  show(rows, active) {
    const ids = new Set(rows.map((row) => row.id));
    for (const item of this.#items) if (!ids.has(item.dataset.take ?? "")) item.remove();
    rows.forEach((row, at) => {
      const known = this.#items.find((item) => item.dataset.take === row.id);
      const item = known ?? drawTake(row, at, this.#group);
      if (!known) this.#list.append(item);
      item.toggleAttribute("data-active", row.id === active);
      const keep = /** @type {HTMLButtonElement} */ (item.querySelector("[name=keep]"));
      keep.ariaPressed = String(row.kept);
      keep.textContent = row.kept ? "Kept" : "Keep";
    });
    this.root.hidden = !rows.length;
  }

  get #items() {
    return /** @type {HTMLElement[]} */ ([...this.#list.children]);
  }

  /** @param {MouseEvent} event */
  #clicked(event) {
    const button = /** @type {HTMLElement} */ (event.target).closest("button");
    const take = takeOf(button);
    if (button && take) this.heard.pressed(button.name, take);
  }

  /** @param {Event} event */
  #changed(event) {
    const field = /** @type {HTMLInputElement} */ (event.target);
    const take = takeOf(field);
    if (take && field.name === "stars") this.heard.rated(take, Number(field.value));
    const [a, b] = ["a", "b"].map((side) => takeOf(this.#list.querySelector(`input[data-side="${side}"]:checked`)));
    if (field.dataset.side && a && b && a !== b) this.heard.paired(a, b);
  }
}

/** @param {Element | null} inside */
const takeOf = (inside) => inside?.closest("li")?.dataset.take;

/**
 * One take in the list.
 *
 * @param {Row} row
 * @param {number} at
 * @param {string} group
 */
function drawTake(row, at, group) {
  const type = "button";
  const facts = [
    row.voice, sayTime(row.duration), `first sound ${Math.round(row.latency * 1000)} ms`,
    row.cost ? `$${row.cost.toFixed(4)}` : "free",
  ].join(" · ");
  const stars = make("select", { name: "stars", ariaLabel: `Rating of take ${at + 1}` },
    ...STARS.map((text, value) => make("option", { value }, text)));
  stars.value = String(row.stars);
  const sides = ["a", "b"].map((side) => {
    const radio = make("input", { type: "radio", name: `${group}-${side}`, ariaLabel: `Take ${at + 1} as ${side.toUpperCase()}` });
    radio.dataset.side = side;
    return make("label", { className: "vvw-side" }, radio, side.toUpperCase());
  });
  const item = make("li", {},
    make("button", { type, name: "play", ariaLabel: `Play take ${at + 1}` }, "▶"),
    make("div", { className: "vvw-about" }, make("b", {}, row.label), make("small", {}, facts)),
    ...sides, stars,
    make("button", { type, name: "keep", title: "Leave a player in the notebook" }, "Keep"),
    make("button", { type, name: "discard", ariaLabel: `Discard take ${at + 1}` }, "✕"),
    make("details", {}, make("summary", {}, "Code"), make("pre", { tabIndex: 0 }, row.code)));
  item.dataset.take = row.id;
  return item;
}
