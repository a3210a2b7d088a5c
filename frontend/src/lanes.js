/**
 * The sounds of a take in time: waveform, delivery, words, phones and visemes under one playhead.
 *
 * Only what is near the playhead is in the page, half a second at a time, so an hour costs no more
 * than a sentence. The strip moves by a transform; nothing is measured.
 */

import { indexAt } from "./clock.js";
import { isStill, make } from "./dom.js";
import { decodePeaks, outlineOf } from "./waveform.js";

const CHUNK = 0.5;
// Half of the widest player, in pixels.
const REACH = 500;
const PAGE = 2;
// Seconds after which a delivery that goes on is named again.
const NAMED = 3;
const SCALES = [60, 110, 180, 280, 420];

/**
 * How wide and how high the lips open for a viseme, in pixels: a shape is read faster than a group
 * of letters.
 *
 * @type {Record<string, [number, number]>}
 */
const MOUTHS = {
  aei: [15, 12], o: [10, 13], ee: [18, 6], bmp: [15, 2], fv: [15, 4], l: [12, 8], r: [9, 7],
  th: [13, 6], qw: [7, 8], chjsh: [9, 9], cdgknstxyz: [13, 5],
};
const SVG = "http://www.w3.org/2000/svg";

/**
 * @typedef {object} Lane
 * @property {string} kind `delivery`, `words`, `phones` or `visemes`
 * @property {string} name for people
 * @property {string[]} texts one a cell
 * @property {number[]} times start and end of each cell in turn, seconds
 * @property {number[]} [hues] degrees, one a cell
 */

/**
 * Half a second of the strip.
 *
 * @typedef {object} Chunk
 * @property {HTMLElement} box
 * @property {SVGPathElement} wave
 * @property {number} rows how many of its rows are drawn
 */

export class Lanes {
  /** @param {import("./player.js").Player} player */
  constructor(player) {
    this.player = player;
    this.time = 0;
    this.scale = 2;
    this.peaks = decodePeaks(player.data.peaks);
    this.loudest = this.peaks.reduce((a, b) => Math.max(a, b), 1);
    this.lanes = player.data.lanes.map((/** @type {Lane} */ lane) => ({
      ...lane,
      starts: lane.times.filter((_, at) => at % 2 === 0),
      /** @type {Map<number, HTMLElement>} */
      cells: new Map(),
      lit: -1,
    }));
    /** @type {Map<number, Chunk>} */
    this.chunks = new Map();
    /** @type {Chunk[]} */
    this.spare = [];
    const type = "button";
    this.box = make("div", { className: "lanes", role: "group", ariaLabel: "Sounds in time" });
    this.runs = make("div", { className: "row runs" });
    this.strip = make("div", { className: "strip" }, this.runs);
    this.head = make("div", { className: "head" });
    this.closer = make("button", { type, ariaLabel: "Closer", title: "Closer" }, "+");
    this.wider = make("button", { type, ariaLabel: "Wider", title: "Wider" }, "−");
    /** @type {HTMLElement | undefined} the cell that takes the keyboard */
    this.tab = undefined;
    this.box.style.setProperty("--rows", this.lanes.length);
    this.#build();
    player.addEventListener("time", (event) => this.#show(/** @type {CustomEvent} */ (event).detail));
    this.#zoom(0);
  }

  #build() {
    const names = this.lanes.map((/** @type {Lane} */ lane) => make("span", {}, lane.name));
    this.box.append(
      this.strip,
      this.head,
      make("div", { className: "names", ariaHidden: "true" }, make("span", {}), ...names),
      make("div", { className: "zoom" }, this.wider, this.closer),
    );
    this.player.root.querySelector(".wave")?.after(this.box);
    const { signal } = this.player;
    this.closer.addEventListener("click", () => this.#zoom(1), { signal });
    this.wider.addEventListener("click", () => this.#zoom(-1), { signal });
    this.strip.addEventListener("click", (event) => this.#clicked(event), { signal });
    this.strip.addEventListener("keydown", (event) => this.#pressed(event), { signal });
  }

  /** @param {number} by */
  #zoom(by) {
    this.scale = Math.min(Math.max(this.scale + by, 0), SCALES.length - 1);
    this.wider.disabled = this.scale === 0;
    this.closer.disabled = this.scale === SCALES.length - 1;
    this.box.style.setProperty("--pps", String(SCALES[this.scale]));
    this.box.toggleAttribute("data-wide", this.scale === 0);
    this.#show(this.time);
  }

  /** @param {number} time */
  #show(time) {
    this.time = time;
    const still = isStill();
    // Without movement the strip turns pages and the playhead steps inside them.
    const origin = still ? Math.floor(time / PAGE) * PAGE + PAGE / 2 : time;
    const scale = SCALES[this.scale];
    // Whole pixels, or the letters on the strip would blur.
    this.strip.style.transform = `translateX(${Math.round(-origin * scale)}px)`;
    this.head.style.transform = `translateX(${(time - origin) * scale}px)`;
    this.#draw(Math.floor(time / CHUNK));
    for (const lane of this.lanes) this.#light(lane, time);
  }

  /** @param {number} middle */
  #draw(middle) {
    const near = Math.ceil(REACH / SCALES[this.scale] / CHUNK) + 1;
    for (const [at, chunk] of this.chunks) if (Math.abs(at - middle) > near + 1) this.#retire(at, chunk);
    this.#drawRuns(middle, near);
    for (let step = 0; step <= 2 * near; step++) {
      // 0, 1, -1, 2, -2, … : what is nearest comes first.
      const at = middle + (step % 2 ? (step + 1) / 2 : -step / 2);
      if (at < 0 || at * CHUNK > this.player.data.duration) continue;
      const chunk = this.chunks.get(at) ?? this.#addChunk(at);
      const missing = this.lanes.length - chunk.rows;
      if (!missing) continue;
      // While sound plays, one chunk a frame keeps frames short; out of sight there is time, and
      // a single row a frame keeps them shorter.
      const spread = !this.player.audio.paused && step > 0;
      const rows = spread && Math.abs(at - middle) === near ? 1 : missing;
      for (let row = 0; row < rows; row++) this.#addRow(chunk, at);
      if (spread) return;
    }
  }

  /**
   * A delivery outlasts chunks, so all that is in reach is drawn whenever the middle is another.
   *
   * @param {number} middle
   * @param {number} near
   */
  #drawRuns(middle, near) {
    const row = this.lanes.findIndex((/** @type {Lane} */ { kind }) => kind === "delivery");
    if (row < 0 || this.drawn === `${middle} ${near}`) return;
    this.drawn = `${middle} ${near}`;
    const lane = this.lanes[row];
    const [from, to] = [(middle - near) * CHUNK, (middle + near + 1) * CHUNK];
    const cells = [];
    let reached = from;
    lane.cells.clear();
    for (let index = Math.max(indexAt(lane.starts, from), 0); lane.starts[index] < to; index++) {
      const end = Math.min(lane.times[2 * index + 1], to);
      for (let start = Math.max(lane.starts[index], from); start < end; start = reached) {
        const stop = Math.min(end, (Math.floor(start / NAMED) + 1) * NAMED);
        cells.push(this.#cell(lane, row, index, reached, start, stop));
        reached = stop;
      }
    }
    this.runs.style.setProperty("--s", String(from));
    this.runs.replaceChildren(...cells);
  }

  /**
   * A chunk out of reach waits to become another: taking one out of a long page, and putting one
   * in, makes the browser look over the whole page.
   *
   * @param {number} at
   * @param {Chunk} chunk
   */
  #retire(at, chunk) {
    this.chunks.delete(at);
    this.spare.push(chunk);
    for (const lane of this.lanes)
      for (const [index, cell] of lane.cells) if (chunk.box.contains(cell)) lane.cells.delete(index);
  }

  /** @param {number} at */
  #addChunk(at) {
    const chunk = this.spare.pop() ?? this.#makeChunk();
    const rate = this.player.data.peak_rate;
    const peaks = this.peaks.subarray(at * CHUNK * rate, (at + 1) * CHUNK * rate + 2);
    chunk.wave.setAttribute("d", peaks.length ? outlineOf(peaks, this.loudest) : "");
    chunk.box.style.setProperty("--s", String(at * CHUNK));
    for (const row of [...chunk.box.children].slice(1)) row.replaceChildren();
    chunk.rows = 0;
    this.chunks.set(at, chunk);
    return chunk;
  }

  /** @returns {Chunk} */
  #makeChunk() {
    const svg = document.createElementNS(SVG, "svg");
    const wave = document.createElementNS(SVG, "path");
    svg.setAttribute("viewBox", `0 0 ${CHUNK * this.player.data.peak_rate} 100`);
    svg.setAttribute("preserveAspectRatio", "none");
    svg.setAttribute("aria-hidden", "true");
    svg.append(wave);
    const rows = this.lanes.map(() => make("div", { className: "row" }));
    const box = make("div", { className: "chunk" }, /** @type {any} */ (svg), ...rows);
    this.strip.append(box);
    return { box, wave, rows: 0 };
  }

  /**
   * Draw the next row of a chunk.
   *
   * @param {Chunk} chunk
   * @param {number} at
   */
  #addRow(chunk, at) {
    const row = chunk.rows++;
    const lane = this.lanes[row];
    if (lane.kind === "delivery") return;
    const cells = [];
    let index = indexAt(lane.starts, at * CHUNK - 1e-9) + 1;
    let reached = at * CHUNK;
    for (; lane.starts[index] < (at + 1) * CHUNK; index++) {
      cells.push(this.#cell(lane, row, index, reached));
      reached = lane.times[2 * index + 1];
    }
    chunk.box.children[row + 1].replaceChildren(...cells);
  }

  /**
   * @param {any} lane
   * @param {number} row
   * @param {number} index
   * @param {number} reached seconds at which the cell before it ends
   * @param {number} [start] seconds, if not all of it is drawn
   * @param {number} [end] seconds
   */
  #cell(lane, row, index, reached, start = lane.starts[index], end = lane.times[2 * index + 1]) {
    // Keys are answered by the strip, so nothing of a `<button>` is needed but its role.
    const cell = make("span", { role: "button", tabIndex: -1, className: lane.kind }, lane.texts[index]);
    const mouth = lane.kind === "visemes" && MOUTHS[lane.texts[index]];
    const shape = mouth ? `;--mw:${mouth[0]};--mh:${mouth[1]}` : "";
    const hue = lane.hues ? `;--h:${lane.hues[index]}` : "";
    cell.setAttribute("style", `--g:${(start - reached).toFixed(4)};--d:${(end - start).toFixed(4)}${hue}${shape}`);
    const length = lane.times[2 * index + 1] - lane.starts[index];
    cell.title = `${lane.texts[index]} · ${Math.round(1000 * length)} ms`;
    cell.dataset.i = `${row} ${index}`;
    lane.cells.set(index, cell);
    return cell;
  }

  /**
   * @param {any} lane
   * @param {number} time
   */
  #light(lane, time) {
    let index = indexAt(lane.starts, time, lane.lit);
    if (index >= 0 && time >= lane.times[2 * index + 1]) index = -1;
    const cell = lane.cells.get(index);
    if (index === lane.lit && (index < 0 || cell?.hasAttribute("data-on"))) return;
    lane.cells.get(lane.lit)?.removeAttribute("data-on");
    lane.lit = index;
    if (!cell) return;
    cell.setAttribute("data-on", "");
    if (lane.kind === "phones" && !this.strip.contains(document.activeElement)) this.#offer(cell);
  }

  /** @param {HTMLElement} cell */
  #offer(cell) {
    if (this.tab) this.tab.tabIndex = -1;
    this.tab = cell;
    cell.tabIndex = 0;
    cell.dataset.lmSuppressShortcuts = "true";
  }

  /** @param {Event} event */
  #place(event) {
    const cell = /** @type {HTMLElement | null} */ (
      /** @type {HTMLElement} */ (event.target).closest("[data-i]")
    );
    if (!cell) return undefined;
    const [row, index] = /** @type {string} */ (cell.dataset.i).split(" ").map(Number);
    return { row, index, lane: this.lanes[row] };
  }

  /** @param {Event} event */
  #clicked(event) {
    const place = this.#place(event);
    if (!place) return;
    const { lane, index } = place;
    this.#offer(lane.cells.get(index));
    this.player.playOnce(lane.times[2 * index], lane.times[2 * index + 1]);
  }

  /** @param {KeyboardEvent} event */
  #pressed(event) {
    const place = this.#place(event);
    if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      return this.#clicked(event);
    }
    const along = { ArrowLeft: -1, ArrowRight: 1 }[event.key] ?? 0;
    const across = { ArrowUp: -1, ArrowDown: 1 }[event.key] ?? 0;
    if (!place || !(along || across)) return;
    event.preventDefault();
    const lane = this.lanes[place.row + across];
    if (!lane) return;
    const to = across ? indexAt(lane.starts, place.lane.starts[place.index]) : place.index + along;
    const index = Math.min(Math.max(to, 0), lane.starts.length - 1);
    this.player.audio.pause();
    this.player.seek(lane.starts[index]);
    this.#show(lane.starts[index]);
    const cell = lane.cells.get(index);
    if (!cell) return;
    this.#offer(cell);
    cell.focus({ preventScroll: true });
  }
}
