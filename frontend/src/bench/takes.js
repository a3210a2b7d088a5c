/** The takes so far: heard, named, rated, compared, kept, saved, discarded, and the code behind each. */

import { sayTime } from "../clock.js";
import { make } from "../dom.js";
import { isForeign } from "../keys.js";
import { Blind } from "./blind.js";
import { makeName } from "./names.js";

const STARS = ["not rated", "★", "★★", "★★★", "★★★★", "★★★★★"];
const FORMATS = [["wav", "WAV"], ["flac", "FLAC"], ["srt", "SRT"], ["vtt", "VTT"], ["textgrid", "TextGrid"], ["json", "JSON"], ["html", "HTML"]];
const SIDES = /** @type {const} */ (["a", "b"]);
const type = "button";

/**
 * @typedef {object} Row
 * @property {string} id
 * @property {string} label
 * @property {string} voice
 * @property {string} engine
 * @property {string} model
 * @property {number} duration seconds
 * @property {number} cost dollars
 * @property {number} latency seconds
 * @property {string[]} notes
 * @property {number} stars
 * @property {boolean} kept
 * @property {boolean} partial
 * @property {string} code
 */

/**
 * @typedef {object} Heard
 * @property {(take: string) => void} play
 * @property {() => void} swap
 * @property {(kind: string, content: Record<string, unknown>) => void} send
 * @property {(a: string, b: string) => void} paired two different takes stand under A and B
 */

/**
 * What there is to know of a take, in one line.
 *
 * @param {Row} row
 */
export const tellFacts = (row) =>
  [
    row.voice, row.engine === "inworld" ? row.model : `local ${row.engine}`, sayTime(row.duration),
    row.latency ? `first sound ${Math.round(row.latency * 1000)} ms` : "",
    row.cost ? `$${row.cost.toFixed(4)}` : "free", row.partial ? "incomplete" : "",
  ].filter(Boolean).join(" · ");

export class Takes {
  #list = make("ol", {});
  #group = makeName("side");
  #blind = new Blind();
  /** @type {Row[]} */
  #rows = [];
  #active = "";
  /** @type {Map<string, number>} */
  #numbers = new Map();
  sides = { a: "", b: "" };
  #hide = make("button", {
    type, title: "Hide voices and names behind letters, in another order, to rate by ear",
  }, "Blind");
  #swap = make("button", { type, disabled: true, title: "Go on in the other take at the same word (X)" }, "Switch A/B");
  #page = make("button", { type, disabled: true, title: "A page that compares A and B word by word" }, "Save A/B page");
  #told = make("p", { className: "vvw-status" });
  root = make("div", { className: "vvw-takes", hidden: true, role: "group", ariaLabel: "Takes" },
    make("div", { className: "vvw-head" }, make("h3", {}, "Takes"), this.#hide, this.#page, this.#swap, this.#told), this.#list);

  /**
   * @param {Heard} heard
   * @param {AbortSignal} signal
   */
  constructor(heard, signal) {
    this.heard = heard;
    /** @type {(target: EventTarget, name: string, heard: (event: any) => void) => void} */
    const on = (target, name, listener) => target.addEventListener(name, listener, { signal });
    on(this.#list, "click", (event) => this.#clicked(event));
    on(this.#list, "change", (event) => this.#changed(event));
    on(this.#list, "keydown", (event) => this.#pressed(event));
    on(this.#swap, "click", () => heard.swap());
    on(this.#page, "click", () => heard.send("export", { takes: [this.sides.a, this.sides.b], format: "html" }));
    on(this.#hide, "click", () => this.#toggleBlind());
  }

  /** Whether voices are hidden. */
  get blind() {
    return this.#blind.on;
  }

  /**
   * @param {Row[]} rows
   * @param {string} active the take that is shown above
   */
  show(rows, active) {
    this.#rows = rows;
    this.#active = active;
    const ids = new Set(rows.map(({ id }) => id));
    for (const side of SIDES)
      if (this.sides[side] && !ids.has(this.sides[side])) {
        this.sides[side] = "";
        this.allowSwap("");
      }
    this.#draw();
  }

  /**
   * Nothing can be compared before the kernel has aligned the words.
   *
   * @param {string} told what differs between A and B; "" while that is not known
   */
  allowSwap(told) {
    this.#told.textContent = told;
    this.#swap.disabled = !told;
    this.#page.disabled = !told || this.blind;
  }

  /**
   * Put a take under A or B.
   *
   * @param {"a" | "b"} side
   * @param {string} take
   */
  choose(side, take) {
    this.sides[side] = take;
    const other = side === "a" ? "b" : "a";
    if (this.sides[other] === take) this.sides[other] = "";
    this.#draw();
    const { a, b } = this.sides;
    this.allowSwap("");
    if (a && b) this.heard.paired(a, b);
  }

  #toggleBlind() {
    this.#blind.toggle(this.#rows.map(({ id }) => id));
    this.root.toggleAttribute("data-blind", this.blind);
    this.#hide.textContent = this.blind ? "Show voices" : "Blind";
    this.#swap.textContent = this.blind ? "Switch 1/2" : "Switch A/B";
    this.#page.disabled = this.#swap.disabled || this.blind;
    this.#list.replaceChildren();
    this.#draw();
  }

  #draw() {
    const rows = this.#blind.sort(this.#rows);
    const ids = new Set(rows.map(({ id }) => id));
    for (const item of this.#items) if (!ids.has(item.dataset.take ?? "")) item.remove();
    for (const row of rows) this.#update(this.#find(row.id) ?? this.#add(row), row);
    // A take that was had back goes to its old place.
    rows.forEach(({ id }, at) => {
      const item = this.#find(id);
      if (item && this.#list.children[at] !== item) this.#list.insertBefore(item, this.#list.children[at]);
    });
    this.root.hidden = !rows.length;
  }

  /** @param {Row} row */
  #add(row) {
    const letter = this.#blind.letter(row.id);
    const number = this.#numbers.get(row.id) ?? this.#numbers.size + 1;
    this.#numbers.set(row.id, number);
    const item = drawTake(row, { name: this.blind ? letter : String(number), letter, blind: this.blind, group: this.#group });
    this.#list.append(item);
    return item;
  }

  /**
   * @param {HTMLElement} item
   * @param {Row} row
   */
  #update(item, row) {
    /** @type {(name: string) => any} */
    const part = (name) => item.querySelector(`[name=${name}]`);
    item.toggleAttribute("data-active", row.id === this.#active);
    const keep = part("keep");
    keep.ariaPressed = String(row.kept);
    keep.textContent = row.kept ? "Kept" : "Keep";
    part("stars").value = String(row.stars);
    const label = part("label");
    if (label && label !== document.activeElement) label.value = row.label;
    for (const radio of /** @type {NodeListOf<HTMLInputElement>} */ (item.querySelectorAll("[data-side]")))
      radio.checked = this.sides[/** @type {"a" | "b"} */ (radio.dataset.side)] === row.id;
  }

  get #items() {
    return /** @type {HTMLElement[]} */ ([...this.#list.children]);
  }

  /** @param {string} take */
  #find(take) {
    return this.#items.find((item) => item.dataset.take === take);
  }

  /** @param {MouseEvent} event */
  #clicked(event) {
    const button = /** @type {HTMLElement} */ (event.target).closest("button");
    const take = takeOf(button);
    if (button && take) this.#act(button.name, take, button.value);
  }

  /**
   * @param {string} name
   * @param {string} take
   * @param {string} [value]
   */
  #act(name, take, value = "") {
    if (name === "play") this.heard.play(take);
    else if (name === "export") this.heard.send("export", { takes: [take], format: value });
    else this.heard.send(name, { take });
  }

  /** @param {Event} event */
  #changed(event) {
    const control = /** @type {HTMLInputElement} */ (event.target);
    const take = takeOf(control) ?? "";
    const { side } = control.dataset;
    if (control.name === "stars") this.heard.send("rate", { take, stars: Number(control.value) });
    else if (control.name === "label") this.heard.send("rename", { take, label: control.value });
    else if (side) this.choose(/** @type {"a" | "b"} */ (side), take);
  }

  /** @param {KeyboardEvent} event */
  #pressed(event) {
    const target = /** @type {HTMLElement} */ (event.target);
    const item = target.closest("li");
    const take = takeOf(target);
    if (!item || !take || isForeign(event) || event.altKey || target.matches("input:not([type=radio]), select, pre")) return;
    const row = { ArrowUp: item.previousElementSibling, ArrowDown: item.nextElementSibling }[event.key];
    const key = event.key.toLowerCase();
    if (target.matches("[type=radio]") && event.key.startsWith("Arrow")) return;
    if (row) /** @type {HTMLElement | null} */ (row.querySelector("[name=play]"))?.focus();
    else if (key === "a" || key === "b") this.choose(key, take);
    else if (key === "x") this.heard.swap();
    else if (key === "k") this.#act("keep", take);
    else if (key === "delete") this.#discard(item, take);
    else if (/^[0-5]$/.test(key)) this.heard.send("rate", { take, stars: Number(key) });
    else return;
    event.preventDefault();
  }

  /**
   * The keyboard goes to a neighbour, not back to the top of the page.
   *
   * @param {HTMLElement} item
   * @param {string} take
   */
  #discard(item, take) {
    const next = item.nextElementSibling ?? item.previousElementSibling;
    /** @type {HTMLElement | null | undefined} */ (next?.querySelector("[name=play]"))?.focus();
    this.#act("discard", take);
  }
}

/** @param {Element | null} inside */
const takeOf = (inside) => inside?.closest("li")?.dataset.take;

/**
 * One take in the list.
 *
 * @param {Row} row
 * @param {{name: string, letter: string, blind: boolean, group: string}} shown
 */
function drawTake(row, { name, letter, blind, group }) {
  const stars = make("select", { name: "stars", ariaLabel: `Rating of take ${name}` },
    ...STARS.map((text, value) => make("option", { value }, text)));
  // Letters are the names of takes while those are hidden.
  const sides = SIDES.map((side, at) => {
    const text = blind ? String(at + 1) : side.toUpperCase();
    const radio = make("input", { type: "radio", name: `${group}-${side}`, ariaLabel: `Take ${name} as ${text}` });
    radio.dataset.side = side;
    return make("label", { className: "vvw-side", title: `Compare it as ${text}` }, radio, make("span", {}, text));
  });
  const item = make("li", {},
    make("button", { type, name: "play", className: "vvw-play", ariaLabel: `Play take ${name}`, title: "Play" }),
    drawAbout(row, name, letter, blind),
    make("div", { className: "vvw-tools" }, ...sides, stars,
      make("button", { type, name: "keep", title: "Leave a player in the notebook (K)" }, "Keep"),
      make("button", { type, name: "discard", className: "vvw-bare", ariaLabel: `Discard take ${name}`, title: "Discard" }, "✕")));
  if (!blind) item.append(drawMore(row));
  item.dataset.take = row.id;
  return item;
}

/**
 * @param {Row} row
 * @param {string} name
 * @param {string} letter
 * @param {boolean} blind
 */
function drawAbout(row, name, letter, blind) {
  if (blind)
    return make("div", { className: "vvw-about" }, make("b", {}, `Take ${letter}`), make("small", {}, "Voice and name are hidden."));
  const badge = make("span", { className: "vvw-letter" }, name);
  const facts = letter ? `${tellFacts(row)} · was Take ${letter}` : tellFacts(row);
  const label = make("input", {
    name: "label", value: row.label, maxLength: 120, autocomplete: "off", ariaLabel: `Name of take ${name}`, title: "Write to name the take",
  });
  return make("div", { className: "vvw-about" }, badge, label, make("small", {}, facts));
}

/** @param {Row} row */
function drawMore(row) {
  const saves = FORMATS.map(([format, text]) => make("button", { type, name: "export", value: format }, text));
  const notes = row.notes.map((note) => make("p", { className: "vvw-status" }, note));
  return make("details", {}, make("summary", {}, "Save and code"),
    make("div", { className: "vvw-row" }, make("span", { className: "vvw-status" }, "Save as"), ...saves),
    ...notes,
    make("pre", { tabIndex: 0, ariaLabel: "Code that makes the take again" }, row.code));
}
