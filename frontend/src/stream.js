/** Plays chunks while later ones are still being made, and says where the sound is. */

import { readSamples } from "./protocol.js";

/** Seconds before the first chunk is heard, for the sound device to take it up. */
const LEAD = 0.03;

export class Stream {
  /** @type {AudioContext | undefined} */
  #context;
  #began = 0;
  #next = 0;
  /** @type {Set<AudioBufferSourceNode>} */
  #sources = new Set();
  #complete = false;
  #waiting = false;

  /**
   * Make the sound ready; call it in a click, or the browser refuses to play. Without a device for
   * it a take is silent while it is made; its player says what is wrong.
   */
  open() {
    try {
      this.#context ??= new AudioContext();
    } catch {
      return;
    }
    this.#context.resume().catch(() => {});
  }

  /** Begin a take. */
  start() {
    this.stop();
    this.open();
    this.#began = this.#next = 0;
    this.#complete = false;
    this.#waiting = true;
  }

  /**
   * Add a stretch of sound behind the last.
   *
   * @param {DataView} view PCM16
   * @param {number} rate hertz
   * @param {number} after seconds from the start of the take before which it must not be heard
   */
  add(view, rate, after) {
    const context = this.#context;
    if (!context || !this.#waiting || !view.byteLength) return;
    const samples = readSamples(view);
    const buffer = context.createBuffer(1, samples.length, rate);
    buffer.copyToChannel(samples, 0);
    const source = new AudioBufferSourceNode(context, { buffer });
    source.connect(context.destination);
    const soonest = context.currentTime + LEAD;
    if (!this.#began) this.#began = this.#next = soonest;
    const due = Math.max(this.#next, this.#began + after);
    const late = Math.max(0, soonest - LEAD - due);
    // A late chunk moves the whole take, so that words stay with their sound.
    this.#began += late;
    source.start(due + late);
    this.#next = due + late + buffer.duration;
    this.#sources.add(source);
    source.onended = () => this.#sources.delete(source);
  }

  /** No more chunks will come; if none came, nothing is waited for. */
  complete() {
    this.#complete = true;
    if (!this.#began) this.#waiting = false;
  }

  /** Silence, at once. */
  stop() {
    this.#waiting = false;
    for (const source of this.#sources) source.stop();
    this.#sources.clear();
  }

  /** Whether the browser holds the sound back until the reader presses something. */
  get blocked() {
    return this.#waiting && !!this.#context && this.#context.state !== "running";
  }

  /** Whether a take is being streamed or still sounds. */
  get busy() {
    return this.#waiting && !(this.#complete && this.#began && this.time > this.#next - this.#began);
  }

  /** Seconds of the take that are heard now, from the clock of what leaves the speaker; -1 before. */
  get time() {
    if (!this.#context || !this.#began) return -1;
    const { contextTime = 0, performanceTime = 0 } = this.#context.getOutputTimestamp();
    // The pair is taken when a block of 10 ms is handed over; the sound has gone on since.
    const since = this.#context.state === "running" && performanceTime ? performance.now() - performanceTime : 0;
    return contextTime + since / 1000 - this.#began;
  }

  /** Let go of the sound device. */
  close() {
    this.stop();
    this.#context?.close().catch(() => {});
  }
}
