/**
 * One take on a page: `<audio controls>` and plain words become a player.
 *
 * The page works without this script; all it adds hangs on one AbortController.
 */

import { followClock, indexAt, sayTime } from "./clock.js";
import { SPEEDS, addControls } from "./controls.js";
import { guardKeys } from "./guard.js";
import { actionOf } from "./keys.js";
import { Words } from "./words.js";

/**
 * @typedef {object} TakeData
 * @property {number} duration seconds
 * @property {number[]} words start and end of each word in turn, seconds
 */

export class Player extends EventTarget {
  #abort = new AbortController();
  /** @type {{first: number, last: number, start: number, end: number, once?: boolean} | null} */
  #loop = null;

  /**
   * @param {HTMLElement} root
   * @param {any} data a TakeData, and what extensions need
   */
  constructor(root, data) {
    super();
    this.root = root;
    this.data = data;
    this.audio = /** @type {HTMLAudioElement} */ (root.querySelector("audio"));
    this.starts = data.words.filter((/** @type {number} */ _, /** @type {number} */ i) => !(i % 2));
    /** The word that says the same in the take being heard, when takes are compared.
     * @type {HTMLElement | undefined} */
    this.twin = undefined;
    this.words = new Words(/** @type {HTMLElement} */ (root.querySelector(".text")), this.starts.length);
    this.controls = addControls(root, data.duration);
    this.audio.controls = false;
    root.dataset.ready = "";
    this.#listen();
    followClock(this.audio, (time) => this.#tick(time), this.signal);
    this.#move(0);
  }

  get signal() {
    return this.#abort.signal;
  }

  /** Stop the sound and let go of everything. */
  destroy() {
    this.audio.pause();
    this.#abort.abort();
  }

  /**
   * Seconds at which a word ends.
   *
   * @param {number} index
   */
  endOf(index) {
    return this.data.words[2 * index + 1];
  }

  async play() {
    try {
      await this.audio.play();
      this.say("");
    } catch (error) {
      if (/** @type {Error} */ (error).name === "NotAllowedError") this.say("Press play to hear it.");
    }
  }

  toggle() {
    if (this.audio.paused) this.play();
    else this.audio.pause();
  }

  /**
   * Go to a time and light the word that is due there.
   *
   * @param {number} time seconds
   */
  seek(time) {
    if (this.#loop && (time < this.#loop.start || time >= this.#loop.end)) this.loop(-1);
    this.words.follows = true;
    this.audio.currentTime = time;
    this.#tick(time);
  }

  /**
   * Seek to a word and play on from there.
   *
   * @param {number} index
   */
  playWord(index) {
    this.seek(this.starts[index]);
    this.play();
  }

  /**
   * Play a stretch once, such as a single phone.
   *
   * @param {number} start seconds
   * @param {number} end seconds
   */
  playOnce(start, end) {
    this.loop(-1);
    this.#loop = { first: -1, last: -1, start, end, once: true };
    this.audio.currentTime = start;
    this.play();
  }

  /**
   * Repeat the words from `first` to `last`; -1 ends the repeating.
   *
   * @param {number} first
   * @param {number} last
   */
  loop(first, last = first) {
    if (first > last) [first, last] = [last, first];
    const on = first >= 0;
    this.#loop = on
      ? { first, last, start: this.starts[first], end: Math.max(this.endOf(last), this.starts[first] + 0.05) }
      : null;
    this.words.mark(first, last);
    this.controls.loop.ariaPressed = String(on);
    if (on && this.words.lit !== first) this.audio.currentTime = this.starts[first];
  }

  /** @param {string} message plain text for the status line */
  say(message) {
    if (this.controls.status.textContent !== message) this.controls.status.textContent = message;
  }

  #listen() {
    const { audio, controls, root, signal } = this;
    /** @type {(target: EventTarget, name: string, heard: (event: any) => void) => void} */
    const on = (target, name, heard) => target.addEventListener(name, heard, { signal });
    on(controls.play, "click", () => this.toggle());
    on(controls.loop, "click", () => this.#toggleLoop(this.words.lit));
    on(controls.position, "input", () => this.seek(controls.position.valueAsNumber));
    on(controls.speed, "change", () => {
      audio.playbackRate = Number(controls.speed.value);
    });
    on(this.words.root, "click", (event) => this.#clicked(event));
    for (const name of ["wheel", "touchmove"])
      this.words.root.addEventListener(name, () => (this.words.follows = false), { signal, passive: true });
    on(root, "keydown", (event) => this.#pressed(event));
    guardKeys(root, signal);
    on(audio, "play", () => {
      this.#state(true);
      document.dispatchEvent(new CustomEvent("vivavoce:play", { detail: audio }));
    });
    on(audio, "pause", () => this.#state(false));
    on(audio, "error", () => this.say("This browser cannot play the sound of this take."));
    giveWay(audio, signal);
    if (audio.error) audio.dispatchEvent(new Event("error"));
  }

  /** @param {boolean} playing */
  #state(playing) {
    this.controls.play.ariaLabel = playing ? "Pause" : "Play";
    this.root.toggleAttribute("data-playing", playing);
    this.words.follows = true;
  }

  /** @param {number} time */
  #tick(time) {
    const loop = this.#loop;
    if (loop && !this.audio.paused && time >= loop.end) {
      if (loop.once) {
        this.#loop = null;
        this.audio.pause();
      } else this.audio.currentTime = time = loop.start;
    }
    this.words.light(time < 0 ? -1 : indexAt(this.starts, time, this.words.lit));
    this.#move(time < 0 ? this.data.duration : time);
  }

  #shown = "";

  /** @param {number} time */
  #move(time) {
    const { duration } = this.data;
    this.controls.veil.style.transform = `translateX(${(100 * time) / (duration || 1)}%)`;
    const text = `${sayTime(time)} / ${sayTime(duration)}`;
    if (text !== this.#shown) {
      this.#shown = text;
      this.controls.clock.textContent = text;
      this.controls.position.valueAsNumber = time;
      this.controls.position.ariaValueText = text;
    }
    this.dispatchEvent(new CustomEvent("time", { detail: time }));
  }

  /** @param {number} index */
  #toggleLoop(index) {
    if (this.#loop) return this.loop(-1);
    this.loop(Math.max(index, 0));
    this.play();
  }

  /** @param {MouseEvent} event */
  #clicked(event) {
    const index = this.words.indexOf(event.target);
    if (index === undefined) return;
    this.words.focus(index);
    if (event.shiftKey) this.loop(this.#loop && this.#loop.first >= 0 ? this.#loop.first : Math.max(this.words.lit, 0), index);
    else this.seek(this.starts[index]);
    this.play();
  }

  /** @param {KeyboardEvent} event */
  #pressed(event) {
    const action = actionOf(event);
    const word = this.words.indexOf(event.target);
    // Off the words, arrows, Enter and Space belong to the control that has the focus.
    if (!action || (word === undefined && (event.key.length > 1 || event.key === " "))) return;
    event.preventDefault();
    this.#act(action, word ?? this.words.lit, event.shiftKey);
  }

  /**
   * @param {import("./keys.js").Action} action
   * @param {number} at the word it is meant for
   * @param {boolean} extend whether the loop grows to the word gone to
   */
  #act(action, at, extend) {
    const step = { previous: at - 1, next: at + 1, first: 0, last: this.starts.length - 1 }[
      /** @type {string} */ (action)
    ];
    const row = { up: -1, down: 1 }[/** @type {string} */ (action)];
    const to = row ? this.words.beside(at, row) : step;
    if (to !== undefined) {
      this.words.focus(to);
      if (extend) this.loop(this.#loop ? this.#loop.first : at, this.words.tab);
    } else if (action === "play") this.playWord(at);
    else if (action === "toggle") this.toggle();
    else if (action === "loop") this.#toggleLoop(at);
    else if (action === "clear") this.loop(-1);
    else if (action === "switch") this.dispatchEvent(new Event("switch"));
    else this.#turnSpeed(action === "faster" ? 1 : -1);
  }

  /** @param {number} by */
  #turnSpeed(by) {
    const at = Math.min(Math.max(this.controls.speed.selectedIndex + by, 0), SPEEDS.length - 1);
    this.controls.speed.selectedIndex = at;
    this.audio.playbackRate = SPEEDS[at];
  }
}

/**
 * Fall silent when another player starts, whichever output it is in.
 *
 * The document must not keep a removed output alive, so it holds the sound weakly, and this is a
 * function of its own lest the listener close over anything else.
 *
 * @param {HTMLAudioElement} audio
 * @param {AbortSignal} signal
 */
function giveWay(audio, signal) {
  const held = new WeakRef(audio);
  document.addEventListener(
    "vivavoce:play",
    (event) => {
      const own = held.deref();
      if (own !== /** @type {CustomEvent} */ (event).detail) own?.pause();
    },
    { signal },
  );
}
