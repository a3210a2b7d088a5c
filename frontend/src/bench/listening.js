/** What is heard: a stream while a take is made, then its player; two takes switched at a word. */

import { indexAt } from "../clock.js";
import { alignRows, carryTime } from "../compare.js";
import { make } from "../dom.js";
import { Stream } from "../stream.js";
import { Sounds } from "./sounds.js";
import { Stage } from "./stage.js";
import { Live } from "./strip.js";

/** @typedef {import("./sounds.js").Word} Word */

/**
 * @typedef {object} Heard
 * @property {(kind: string, content: Record<string, unknown>) => void} send
 * @property {(word: Word, index: number) => void} chosen
 * @property {() => void} respell
 * @property {(word: Word | undefined) => void} lit
 * @property {() => void} changed
 * @property {(blocked: boolean) => void} blocked the browser wants a press before it lets sound out
 * @property {(message: string) => void} say
 */

/**
 * Two takes, word against word.
 *
 * @typedef {object} Pair
 * @property {string} a
 * @property {string} b
 * @property {number[][]} rows for each row the word of either take, or -1
 * @property {string[]} kinds for each row how the takes differ, or ""
 * @property {string[]} titles the same for people
 */

export class Listening {
  root = make("div", { className: "vvw-hear" });
  take = "";
  #sounds = new Sounds();
  #stream = new Stream();
  /** @type {Live | Stage | undefined} */
  #shown;
  /** The finished take that was shown before the one being made. */
  #before = "";
  #frame = 0;
  /** @type {{take: string, time: number} | undefined} */
  #wanted;
  /** @type {Pair & {align: ReturnType<typeof alignRows>} | undefined} */
  #pair;

  /**
   * @param {Heard} heard
   * @param {AbortSignal} signal
   */
  constructor(heard, signal) {
    this.heard = heard;
    document.addEventListener("vivavoce:play", (event) => {
      const from = /** @type {CustomEvent} */ (event).detail;
      if (from !== this.#stream) this.#hush();
    }, { signal });
  }

  /** Whether anything sounds or may begin to. */
  get sounds() {
    return this.#stream.busy || (this.#stage ? !this.#stage.audio.paused : false);
  }

  /** The take shown, if all of it is there. */
  get finished() {
    return this.#stage ? this.take : "";
  }

  /** @returns {Word[]} */
  get words() {
    return this.#shown?.words ?? [];
  }

  get #stage() {
    return this.#shown instanceof Stage ? this.#shown : undefined;
  }

  /** Make the sound ready; call it in a click, or the browser refuses to play. */
  open() {
    this.#stream.open();
  }

  /** @param {string} take */
  begin(take) {
    document.dispatchEvent(new CustomEvent("vivavoce:play", { detail: this.#stream }));
    this.#before = this.finished || this.#before;
    this.take = take;
    this.#stream.start();
    this.#put(new Live((word) => this.heard.lit(word)));
    cancelAnimationFrame(this.#frame);
    const step = () => {
      this.heard.blocked(this.#stream.blocked);
      if (!this.#stream.busy) return this.#endStream();
      this.#shown?.follow(this.#stream.time);
      this.#frame = requestAnimationFrame(step);
    };
    this.#frame = requestAnimationFrame(step);
    this.heard.changed();
  }

  /** @param {any} message @param {DataView} sound */
  add({ words, rate, after }, sound) {
    this.#stream.add(sound, rate, after);
    if (this.#shown instanceof Live) this.#shown.add(words);
  }

  /** No more sound will come for the take being streamed, and it will not be listed. */
  abandon() {
    this.#stream.complete();
    if (!(this.#shown instanceof Live)) return;
    this.#hush();
    this.#clear();
    const before = this.#before && this.#sounds.get(this.#before);
    if (before) this.#show(this.#before);
    this.heard.changed();
  }

  /**
   * All of a take.
   *
   * @param {any} message
   * @param {DataView} bytes a WAV file
   * @param {boolean} [own] whether this page asked for it to be spoken
   */
  receive({ take, words, sound }, bytes, own = false) {
    this.#sounds.keep(take, words, sound, bytes);
    if (own) {
      this.#stream.complete();
      this.#show(take);
    }
    const wanted = this.#wanted;
    if (wanted && wanted.take === take) this.#play(take, wanted.time);
  }

  /**
   * Forget the sound of takes that are gone.
   *
   * @param {string[]} takes
   */
  retain(takes) {
    this.#sounds.retain(takes);
    if (!this.finished || takes.includes(this.take)) return;
    this.#clear();
  }

  #clear() {
    this.take = "";
    this.#shown = undefined;
    this.root.replaceChildren();
    this.heard.lit(undefined);
  }

  /** @param {string} take */
  play(take) {
    this.#play(take, 0);
  }

  stop() {
    this.#wanted = undefined;
    this.#stage?.audio.pause();
    this.#hush();
  }

  /** @param {Pair} pair */
  pair(pair) {
    this.#pair = { ...pair, align: alignRows(pair.rows) };
    for (const take of [pair.a, pair.b]) if (!this.#sounds.get(take)) this.heard.send("audio.want", { take });
    this.#mark();
  }

  /** Mark the words of the take shown that the other one says otherwise. */
  #mark() {
    const { a, b, rows = [], kinds = [], titles = [] } = this.#pair ?? {};
    const side = [a, b].indexOf(this.take);
    const marked = side < 0 ? [] : rows.map((row, at) => /** @type {const} */ ([row[side], { kind: kinds[at], title: titles[at] }]));
    this.#stage?.mark(new Map(marked.filter(([, { kind }]) => kind)));
  }

  /** Go on in the other take, at the same word and as far into it. */
  swap() {
    const pair = this.#pair;
    if (!pair) return;
    const here = this.take === pair.b ? 1 : 0;
    const to = here ? pair.a : pair.b;
    if (this.take !== pair.a && this.take !== pair.b) return this.#play(pair.a, 0);
    const now = this.#now();
    this.stop();
    const focused = this.root.contains(document.activeElement) && !!document.activeElement?.closest(".vvw-word");
    const [one, other] = [this.words, this.#sounds.get(to)?.words];
    const at = now < 0 ? -1 : indexAt(one.map(({ start }) => start), now);
    const word = at < 0 ? -1 : pair.align.word(pair.align.find(here, at), 1 - here);
    const there = word < 0 || !other ? 0 : carryTime(now, [one[at].start, one[at].end], [other[word].start, other[word].end]);
    this.#play(to, there);
    if (focused) this.focusWord(Math.max(word, 0));
  }

  /** @param {number} word */
  focusWord(word) {
    this.#stage?.player.words.focus(word);
  }

  destroy() {
    cancelAnimationFrame(this.#frame);
    this.#stream.close();
    this.#sounds.clear();
    this.#shown?.destroy();
  }

  #now() {
    if (this.#stream.busy) return this.#stream.time;
    const audio = this.#stage?.audio;
    return !audio || audio.ended ? -1 : audio.currentTime;
  }

  /**
   * Silence the stream; its player stands where it was.
   *
   * @returns {boolean} whether it was sounding
   */
  #hush() {
    if (!this.#stream.busy) return false;
    const time = this.#stream.time;
    this.#stream.stop();
    this.#endStream();
    if (this.#stage && this.#stage.audio.paused) this.#stage.player.seek(Math.max(time, 0));
    return true;
  }

  #endStream() {
    cancelAnimationFrame(this.#frame);
    this.heard.blocked(false);
    this.#shown?.follow(-1);
    this.heard.changed();
  }

  /**
   * @param {string} take
   * @param {number} time seconds
   */
  #play(take, time) {
    this.stop();
    if (!this.#sounds.get(take)) {
      this.#wanted = { take, time };
      return this.heard.send("audio.want", { take });
    }
    const stage = this.#show(take);
    stage.player.seek(time);
    stage.player.play();
    this.heard.changed();
  }

  /**
   * Bring the player of a take into view.
   *
   * @param {string} take
   */
  #show(take) {
    const sound = /** @type {import("./sounds.js").Sound} */ (this.#sounds.get(take));
    const stage = (sound.stage ??= new Stage(sound, {
      chosen: (word) => this.heard.chosen(sound.words[word], word),
      respell: () => this.heard.respell(),
      swap: () => this.swap(),
      lit: (word) => this.heard.lit(word),
      hush: () => this.#hush(),
      changed: () => this.heard.changed(),
    }));
    this.take = take;
    if (this.#stage && this.#stage !== stage) stage.adopt(this.#stage);
    this.#put(stage);
    this.#mark();
    return stage;
  }

  /** @param {Live | Stage} shown */
  #put(shown) {
    if (shown === this.#shown) return;
    if (this.#stage) this.#stage.audio.pause();
    this.#shown = shown;
    this.root.replaceChildren(shown.root);
  }
}
