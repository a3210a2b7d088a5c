/** Notices that the kernel does not answer: it may be busy with a cell, or gone. */

const PATIENCE = 5000;

export class Pulse {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;
  #silent = false;

  /**
   * @param {(answers: boolean) => void} changed
   * @param {number} [patience] milliseconds
   */
  constructor(changed, patience = PATIENCE) {
    this.changed = changed;
    this.patience = patience;
  }

  /** Something was asked. */
  ask() {
    this.#timer ??= setTimeout(() => this.lose(), this.patience);
  }

  /** Something was answered. */
  hear() {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#silent) this.changed(true);
    this.#silent = false;
  }

  /** Nobody is there. */
  lose() {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#silent = true;
    this.changed(false);
  }

  stop() {
    clearTimeout(this.#timer);
  }
}
