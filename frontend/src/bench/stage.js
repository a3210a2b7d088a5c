/** A finished take under the editor: the same player and lanes as in any output. */

import { indexAt, sayTime } from "../clock.js";
import { make } from "../dom.js";
import { isForeign } from "../keys.js";
import { Lanes } from "../lanes.js";
import { Player } from "../player.js";
import { decodePeaks, outlineOf, peaksOf } from "../waveform.js";
import { addWords, makeStrip } from "./strip.js";

const OUTLINE = 600;
const SVG = "http://www.w3.org/2000/svg";

/**
 * @typedef {object} Heard
 * @property {(word: number) => void} chosen a word was pressed
 * @property {() => void} respell the pressed word is to be spelt anew
 * @property {() => void} swap the other take is wanted
 * @property {(word: import("./sounds.js").Word | undefined) => void} lit
 * @property {() => boolean} hush silences a stream; whether one was sounding
 * @property {() => void} changed it began or ceased to sound
 */

export class Stage {
  #lit = -1;

  /**
   * @param {import("./sounds.js").Sound} sound
   * @param {Heard} heard
   */
  constructor({ words, data, url }, heard) {
    this.words = words;
    this.heard = heard;
    this.strip = makeStrip();
    addWords(this.strip, words);
    this.root = make("div", { className: "vv vvw-stage", role: "group", ariaLabel: "Take" }, this.strip, drawWave(data.peaks),
      make("audio", { src: url, preload: "auto" }));
    this.player = new Player(this.root, data);
    if (data.lanes) new Lanes(this.player);
    this.#listen();
  }

  get audio() {
    return this.player.audio;
  }

  /**
   * Follow a clock that is not the player's: that of sound which streams.
   *
   * @param {number} time seconds; below 0 the sound has ended
   */
  follow(time) {
    const { player } = this;
    const { words, controls } = player;
    const going = time >= 0;
    words.light(going ? indexAt(player.starts, time, words.lit) : -1);
    const plays = going || !this.audio.paused;
    this.root.toggleAttribute("data-playing", plays);
    controls.play.ariaLabel = plays ? "Pause" : "Play";
    controls.clock.textContent = `${sayTime(time)} / ${sayTime(player.data.duration)}`;
    controls.veil.style.transform = `translateX(${(100 * Math.max(time, 0)) / (player.data.duration || 1)}%)`;
    player.dispatchEvent(new CustomEvent("time", { detail: Math.max(time, 0) }));
  }

  /**
   * Take over how another stage plays.
   *
   * @param {Stage} other
   */
  adopt(other) {
    this.audio.playbackRate = other.audio.playbackRate;
    this.player.controls.speed.selectedIndex = other.player.controls.speed.selectedIndex;
  }

  /**
   * Mark the words that the other take says otherwise.
   *
   * @param {Map<number, {kind: string, title: string}>} differences by word
   */
  mark(differences) {
    this.player.words.elements.forEach((element, at) => {
      if (!element) return;
      const { kind = "", title = "" } = differences.get(at) ?? {};
      element.title = title || (this.words[at].ipa ? `/${this.words[at].ipa}/` : "");
      if (kind) element.dataset.differs = kind;
      else delete element.dataset.differs;
    });
  }

  destroy() {
    this.player.destroy();
    this.audio.removeAttribute("src");
    this.audio.load();
    this.root.remove();
  }

  #listen() {
    const { player, heard, strip, root } = this;
    const { signal } = player;
    player.addEventListener("time", () => this.#light());
    player.addEventListener("switch", () => heard.swap());
    for (const name of ["play", "pause"]) this.audio.addEventListener(name, () => heard.changed(), { signal });
    strip.addEventListener("click", (event) => this.#clicked(event), { signal });
    strip.addEventListener("keydown", (event) => this.#pressed(event), { signal });
    // What looks like a pause button while sound streams has to be one.
    root.addEventListener("click", (event) => {
      const play = /** @type {HTMLElement} */ (event.target).closest(".play");
      if (play && heard.hush()) event.stopImmediatePropagation();
    }, { signal, capture: true });
  }

  #light() {
    const { lit } = this.player.words;
    if (lit === this.#lit) return;
    this.#lit = lit;
    this.heard.lit(this.words[lit]);
  }

  /** @param {MouseEvent} event */
  #clicked(event) {
    const word = this.player.words.indexOf(event.target);
    if (word !== undefined && !event.shiftKey) this.heard.chosen(word);
  }

  /** @param {KeyboardEvent} event */
  #pressed(event) {
    const word = this.player.words.indexOf(event.target);
    if (word === undefined || isForeign(event) || event.altKey) return;
    if (event.key === " " && this.heard.hush()) event.stopPropagation();
    else if (event.key === "Enter") return this.heard.chosen(word);
    else if (event.key.toLowerCase() === "i") {
      event.stopPropagation();
      this.heard.chosen(word);
      this.heard.respell();
    } else return;
    event.preventDefault();
  }
}

/**
 * The overview of a whole take.
 *
 * @param {string} text peaks as the kernel sends them
 */
function drawWave(text) {
  const peaks = decodePeaks(text);
  const drawn = peaksOf(peaks, Math.min(OUTLINE, peaks.length));
  const svg = document.createElementNS(SVG, "svg");
  const path = document.createElementNS(SVG, "path");
  svg.setAttribute("viewBox", `0 0 ${Math.max(drawn.length - 1, 1)} 100`);
  svg.setAttribute("preserveAspectRatio", "none");
  svg.setAttribute("aria-hidden", "true");
  if (drawn.length) path.setAttribute("d", outlineOf(drawn, drawn.reduce((a, b) => Math.max(a, b), 1)));
  svg.append(path);
  const wave = make("div", { className: "wave" });
  wave.append(svg);
  return wave;
}
