// The left column: the notes as pasted, and what was understood of them as fields that can be corrected.

import { $, calm, grow, h, shown, tidy } from "./dom.js";

const get = (value, path) => path.split(".").reduce((at, key) => (at ? at[key] : undefined), value);

function put(value, path, given) {
  const keys = path.split(".");
  const last = keys.pop();
  const at = keys.reduce((inner, key) => (inner[key] ??= {}), value);
  if (given) at[last] = given;
  else delete at[last];
}

/** The notes as pasted; private stretches are muted, `lit` ones stand out. */
export function showSource(notes, lit = []) {
  const source = notes.source || "";
  const edges = new Set([0, source.length]);
  const privates = notes.facts.filter((fact) => fact.private && fact.span).map((fact) => fact.span);
  const spans = [...privates, ...lit].filter((span) => span.end <= source.length);
  for (const span of spans) edges.add(span.start).add(span.end);
  const cuts = [...edges].sort((a, b) => a - b);
  const within = (list, start, end) => list.some((span) => span.start <= start && span.end >= end);
  const pieces = cuts.slice(1).map((end, index) => {
    const start = cuts[index];
    const text = shown(source.slice(start, end));
    if (within(lit, start, end)) return h("mark", {}, text);
    return within(privates, start, end) ? h("span", { class: "kept-back", title: "Private: stays out of the email" }, text) : h("span", {}, text);
  });
  $("source").replaceChildren(...pieces);
  const [box, first] = [$("source"), $("source").querySelector("mark")];
  const at = first ? first.offsetTop - box.offsetTop : 0;
  if (first && (at < box.scrollTop || at + first.offsetHeight > box.scrollTop + box.clientHeight)) box.scrollTop = Math.max(0, at - 40);
}

export class Understood {
  /** `changed` is called with the notes after each correction, `answer` with questions and answers, `typed` while one is typed. */
  constructor({ changed, answer, choose, typed }) {
    this.typed = typed;
    this.answer = answer;
    this.choose = choose;
    this.notes = null;
    this.soon = calm(200, () => changed(this.notes));
    this.changed = changed;
    for (const field of document.querySelectorAll("#understood [data-path]")) {
      field.addEventListener("input", () => {
        if (field.tagName === "INPUT") tidy(field);
        put(this.notes, field.dataset.path, field.value.trim());
        this.soon();
      });
    }
    for (const id of ["met-on", "met-at"]) {
      $(id).addEventListener("input", () => {
        put(this.notes, "interview.at", $("met-on").value + ($("met-on").value && $("met-at").value ? `T${$("met-at").value}:00` : ""));
        this.soon();
      });
    }
    $("scenario").addEventListener("change", () => this.choose($("scenario").value));
    $("add-person").addEventListener("click", () => this.add("recipients", { relation: "hiring_manager" }, "#people"));
    $("add-fact").addEventListener("click", () => this.add("facts", { kind: "topic", text: "", private: false }, "#facts"));
  }

  show(view) {
    this.view = view;
    this.notes = view.notes;
    const notes = this.notes;
    notes.candidate ??= {};
    notes.interview ??= {};
    $("scenario").value = notes.scenario || "";
    $("reason").textContent = view.reason || "";
    for (const field of document.querySelectorAll("#understood [data-path]")) field.value = get(notes, field.dataset.path) || "";
    const [day, time] = (notes.interview.at || "").split("T");
    $("met-on").value = day || "";
    $("met-at").value = (time || "").slice(0, 5);
    $("people").replaceChildren(...(notes.recipients || []).map((person) => this.person(person)));
    $("facts").replaceChildren(...notes.facts.map((fact) => this.fact(fact)));
    for (const area of $("facts").querySelectorAll("textarea")) grow(area);
    this.ask(view.questions);
    $("warnings").replaceChildren(...(view.warnings || []).map((text) => h("p", { class: "warning" }, shown(text))));
    $("ignored").hidden = !(view.ignored || []).length;
    $("ignored").querySelector("summary").textContent = `Not used: ${(view.ignored || []).length}`;
    $("ignored").querySelector("ul").replaceChildren(
      ...(view.ignored || []).map((one) => h("li", {}, shown(one.text.trim()), h("span", { class: "hint" }, ` (${one.why})`))),
    );
    $("left-out").textContent = view.hidden ? `${view.hidden} hidden character${view.hidden > 1 ? "s were" : " was"} left out.` : "";
    showSource(notes);
  }

  ask(questions) {
    const typed = (this.view.typed ??= {});
    const asked = questions.filter((one) => !one.scenarios.length);
    const pick = questions.find((one) => one.scenarios.length);
    const rows = asked.map((one, index) => {
      const field = h("input", { id: `question-${index}`, maxlength: "2000", autocomplete: "off" });
      field.value = typed[one.text] || "";
      field.addEventListener("input", () => {
        tidy(field);
        typed[one.text] = field.value;
        this.typed();
      });
      return h("div", { class: "field wide" }, h("label", { for: `question-${index}` }, shown(one.text), one.blocking ? "" : h("span", { class: "hint" }, " (may stay open)")), field);
    });
    const send = () => this.answer(asked.map((one, index) => ({ question: one.text, answer: $(`question-${index}`)?.value || "" })).filter((one) => one.answer.trim()));
    const parts = [];
    if (pick) {
      const titles = Object.fromEntries([...$("scenario").options].map((option) => [option.value, option.textContent]));
      parts.push(h("p", {}, shown(pick.text.replace(/: .*$/s, "?"))), h("div", { class: "row" }, pick.scenarios.map((id) => h("button", { type: "button", onclick: () => this.choose(id) }, titles[id]))));
    }
    if (asked.length) {
      const form = h("form", {}, rows, h("button", { class: "main small" }, asked.length > 1 ? "Put these in" : "Put this in"));
      form.addEventListener("submit", (event) => {
        event.preventDefault();
        send();
      });
      parts.push(form);
    }
    $("questions").hidden = !parts.length;
    $("questions").className = "questions";
    $("questions").replaceChildren(...parts);
  }

  person(person) {
    const row = $("person-row").content.firstElementChild.cloneNode(true);
    const number = Math.random().toString(36).slice(2, 8);
    for (const field of row.querySelectorAll("[data-key]")) {
      field.id = `person-${number}-${field.dataset.key}`;
      field.closest(".field").querySelector("label").htmlFor = field.id;
      field.value = person[field.dataset.key] || (field.tagName === "SELECT" ? "hiring_manager" : "");
      field.addEventListener("input", () => {
        if (field.tagName === "INPUT") tidy(field);
        put(person, field.dataset.key, field.value.trim());
        this.soon();
      });
    }
    this.removable(row, "recipients", person, "person");
    return row;
  }

  fact(fact) {
    const row = $("fact-row").content.firstElementChild.cloneNode(true);
    const [area, kind, toggle] = [row.querySelector("textarea"), row.querySelector("select"), row.querySelector(".switch")];
    area.value = fact.text;
    kind.value = fact.kind;
    area.setAttribute("aria-label", kind.selectedOptions[0]?.textContent || "Note");
    const mark = () => {
      toggle.setAttribute("aria-checked", String(fact.private));
      toggle.setAttribute("aria-label", `Private, stays out of the email: ${fact.text.slice(0, 60)}`);
      row.classList.toggle("private", fact.private);
    };
    mark();
    area.addEventListener("input", () => {
      tidy(area);
      grow(area);
      fact.text = area.value.trim();
      this.soon();
    });
    kind.addEventListener("change", () => {
      fact.kind = kind.value;
      if (kind.value === "private") fact.private = true;
      area.setAttribute("aria-label", kind.selectedOptions[0].textContent);
      mark();
      this.changed(this.notes);
    });
    toggle.addEventListener("click", () => {
      fact.private = !fact.private;
      if (!fact.private && fact.kind === "private") {
        fact.kind = "topic";
        kind.value = "topic";
      }
      mark();
      showSource(this.notes);
      this.changed(this.notes);
    });
    this.removable(row, "facts", fact, "line");
    return row;
  }

  add(list, entry, place) {
    (this.notes[list] ??= []).push(entry);
    const row = list === "facts" ? this.fact(entry) : this.person(entry);
    document.querySelector(place).append(row);
    row.querySelector("input, textarea").focus();
  }

  removable(row, list, entry, what) {
    const button = row.querySelector(".remove");
    button.setAttribute("aria-label", `Remove this ${what}: ${entry.name || entry.text || ""}`.trim());
    button.addEventListener("click", () => {
      const next = row.nextElementSibling || row.previousElementSibling;
      this.notes[list] = this.notes[list].filter((one) => one !== entry);
      row.remove();
      (next?.querySelector("input, textarea") || $(list === "facts" ? "add-fact" : "add-person")).focus();
      this.changed(this.notes);
    });
  }
}

/** Notes as they can be handed in: lines without a word are left out. */
export function usable(notes) {
  const recipients = (notes.recipients || []).filter((one) => one.name || one.email || one.role);
  return { ...notes, scenario: notes.scenario || undefined, facts: notes.facts.filter((fact) => fact.text.trim()), recipients };
}

/** Whether notes are by the same candidate about the same job as others; what one of them does not name may be as the other has it. */
export function sameMatter(notes, others) {
  const plain = (text) => (text || "").trim().toLowerCase();
  const names = (one) => ({ company: plain(one.company), candidate: plain(one.candidate?.name), people: (one.recipients || []).map((person) => plain(person.name)).sort().join("\n") });
  const [these, those] = [names(notes), names(others)];
  const same = (key) => these[key] === those[key];
  const isClash = Object.keys(these).some((key) => these[key] && those[key] && !same(key));
  return !isClash && (same("company") || Boolean(these.people && same("people")));
}
