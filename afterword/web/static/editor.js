// The email to edit: a plain text field, with the findings marked behind the words and said below, live.

import { $, announce, calm, grow, h, tidy } from "./dom.js";
import { findingNote, showLength } from "./letter.js";
import { post } from "./wire.js";

export class Editor {
  /** `request` gives what goes with a check; `typed` gets every text at once, `checked` each judged email; `failed` what went wrong. */
  constructor({ request, typed, checked, failed }) {
    this.request = request;
    this.checked = checked;
    this.failed = failed;
    this.running = null;
    this.soon = calm(120, () => this.check());
    $("text").addEventListener("input", () => {
      tidy($("text"));
      this.fit();
      this.mark([]);
      typed($("text").value);
      this.soon();
    });
    $("text").addEventListener("keydown", (event) => {
      if (event.key === "Escape") $("edit").focus();
    });
    addEventListener("resize", () => $("editing").hidden || this.fit());
  }

  /** Open at a finding, or with a text that was typed and not judged yet. */
  open(letter, { finding, typed } = {}) {
    $("reading").hidden = true;
    $("editing").hidden = false;
    $("edit").textContent = "Done";
    $("text").value = typed ?? letter.text.replace(/\n+$/, "");
    this.fit();
    this.show(letter);
    if (typed !== undefined) return this.check();
    $("text").focus();
    $("text").setSelectionRange(...(finding?.at || [0, 0]));
  }

  /** Back to reading; an answer that is still on its way belongs to no other email. */
  close() {
    this.running?.abort();
    this.running = null;
    $("reading").hidden = false;
    $("editing").hidden = true;
    $("edit").textContent = "Edit by hand";
  }

  get isOpen() {
    return !$("editing").hidden;
  }

  /** Judge what stands in the field now; an older answer never overtakes a newer one. */
  async check() {
    this.soon.stop();
    if (!this.isOpen) return null;
    this.running?.abort();
    const running = (this.running = new AbortController());
    const text = $("text").value;
    try {
      const letter = await post("check", { ...this.request(), text }, running.signal);
      if (running !== this.running || text !== $("text").value) return null;
      this.running = null;
      this.show(letter);
      this.checked(letter);
      return letter;
    } catch (error) {
      if (error.name !== "AbortError") this.failed(error);
      return null;
    }
  }

  show(letter) {
    showLength(letter);
    this.mark(letter.findings);
    const fix = (finding) => this.fix(finding);
    const edit = (finding) => {
      $("text").focus();
      $("text").setSelectionRange(...finding.at);
    };
    const notes = letter.findings.map((one) => findingNote(one, { fix, edit }));
    $("edit-findings").replaceChildren(...(notes.length ? notes : [h("p", { class: "fine" }, "Every rule is content.")]));
  }

  async fix(finding) {
    try {
      const letter = await post("fix", { ...this.request(), text: $("text").value, rule: finding.rule, start: finding.at[0], end: finding.at[1] });
      $("text").value = letter.text;
      this.fit();
      this.show(letter);
      this.checked(letter);
      $("text").focus();
      announce("Mended.");
    } catch (error) {
      this.failed(error);
    }
  }

  mark(findings) {
    const text = $("text").value;
    const spans = findings.filter((one) => one.at && one.at[1] - one.at[0] < 300 && one.at[1] <= text.length);
    const edges = [...new Set([0, text.length, ...spans.flatMap((one) => one.at)])].sort((a, b) => a - b);
    const pieces = edges.slice(1).map((end, index) => {
      const over = spans.filter((one) => one.at[0] <= edges[index] && one.at[1] >= end);
      const piece = text.slice(edges[index], end);
      return over.length ? h("span", { class: `found ${over.some((one) => one.severity === "error") ? "error" : "warning"}` }, piece) : piece;
    });
    $("marks").replaceChildren(...pieces, "\n");
  }

  fit() {
    const at = scrollY;
    grow($("text"));
    scrollTo(scrollX, at);
  }
}
