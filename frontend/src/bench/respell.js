/** How the chosen word is to be said. */

import { make } from "../dom.js";

export class Respell {
  word = -1;
  #name = make("b", {});
  #field = make("input", { ariaLabel: "IPA or respelling", placeholder: "kɹiːt or puh-TAY-toh" });
  root = make(
    "form",
    { className: "vvw-respell", hidden: true },
    this.#name,
    this.#field,
    make("button", { type: "submit" }, "Say it so"),
  );

  /**
   * @param {(word: number, spelling: string) => void} say
   * @param {AbortSignal} signal
   */
  constructor(say, signal) {
    this.root.addEventListener(
      "submit",
      (event) => {
        event.preventDefault();
        say(this.word, this.#field.value);
      },
      { signal },
    );
  }

  /**
   * @param {number} index
   * @param {import("./sounds.js").Word} word
   */
  choose(index, word) {
    this.word = index;
    this.root.hidden = false;
    this.#name.textContent = word.text;
    this.#field.value = word.ipa ?? "";
  }
}
