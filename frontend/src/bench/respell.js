/** How the chosen word is to be said; what sounds right goes into the lexicon. */

import { make } from "../dom.js";
import { makeName } from "./names.js";

export class Respell {
  word = -1;
  #text = "";
  #heard = "";
  #replace = false;
  #name = make("b", {});
  #field = make("input", { placeholder: "kɹiːt or puh-TAY-toh", autocomplete: "off", spellcheck: false });
  #learn = make("button", { type: "button" });
  #message = make("p", { id: makeName("spelling"), className: "vvw-status" });
  root = make(
    "form",
    { className: "vvw-respell", hidden: true, noValidate: true },
    make("label", {}, "Say ", this.#name, " as", this.#field),
    make("button", { type: "submit" }, "Say it so"),
    this.#learn,
    this.#message,
  );

  /**
   * @param {{say: (word: number, spelling: string) => void,
   *   learn: (word: string, spelling: string, replace: boolean) => void, leave: (word: number) => void}} heard
   * @param {AbortSignal} signal
   */
  constructor(heard, signal) {
    this.#field.setAttribute("aria-describedby", this.#message.id);
    this.root.addEventListener("submit", (event) => {
      event.preventDefault();
      this.tell("");
      heard.say(this.word, this.#field.value);
    }, { signal });
    this.#learn.addEventListener("click", () => heard.learn(this.#text, this.#field.value, this.#replace), { signal });
    this.#field.addEventListener("input", () => (this.tell(""), this.#offer()), { signal });
    this.root.addEventListener("keydown", (event) => event.key === "Escape" && heard.leave(this.word), { signal });
  }

  /**
   * @param {number} index
   * @param {import("./sounds.js").Word} word
   */
  choose(index, word) {
    this.word = index;
    this.root.hidden = !!word.mark;
    this.#text = word.text;
    this.#name.textContent = word.text;
    this.#field.value = this.#heard = word.ipa ?? "";
    this.tell("");
    this.#offer();
  }

  focus() {
    this.#field.focus();
    this.#field.select();
  }

  hide() {
    this.root.hidden = true;
  }

  /**
   * The spelling in the field was spoken.
   *
   * @param {number} word index in the take that says it so
   */
  confirm(word) {
    this.word = word;
    this.#heard = this.#field.value;
    this.#offer();
  }

  /** @param {string} message why the spelling cannot be said */
  refuse(message) {
    this.tell(message);
    this.#field.setAttribute("aria-invalid", "true");
    this.focus();
  }

  /**
   * What the lexicon made of the word.
   *
   * @param {{word: string, ipa: string, was: string, path: string, named: boolean}} answer
   */
  learnt({ word, ipa, was, path, named }) {
    const advice = named ? "" : " To use it in other scripts, name the file in their heads: lexicon: …";
    if (was) this.tell(`${path} says ${was} for ${word} now.`);
    else this.tell(`${path} says /${ipa}/ for ${word}.${advice}`);
    this.#offer(!!was);
  }

  /** @param {string} message */
  tell(message) {
    this.#message.textContent = message;
    this.#field.removeAttribute("aria-invalid");
  }

  /** @param {boolean} replace whether the lexicon says something else */
  #offer(replace = false) {
    this.#replace = replace;
    const heard = !!this.#field.value && this.#field.value === this.#heard;
    this.#learn.textContent = replace ? "Replace it" : "Add to lexicon";
    this.#learn.disabled = !heard;
    this.#learn.title = heard ? "Say it so in every script of the project" : "Hear it first";
  }
}
