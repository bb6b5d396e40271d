"use strict";
document.documentElement.classList.add("js");
document.addEventListener("DOMContentLoaded", () => {
  const find = (selector, within = document) => [...within.querySelectorAll(selector)];
  const one = (id) => document.getElementById(id);
  const make = (tag, name, text) => {
    const element = document.createElement(tag);
    if (name) element.className = name;
    if (text !== undefined) element.textContent = text;
    return element;
  };
  const marks = JSON.parse(one("marks").textContent || "{}");
  const references = new Map(find("[data-reference]").map((pre) => [pre.dataset.reference, pre.textContent]));

  // Text with stretches marked: `runs` become <ins> or <del>, `sentences` get their sources. Nothing is ever read as HTML.
  const paint = (text, runs, tag, sentences, begin) => {
    const cuts = new Set([0, text.length]);
    for (const [from, to] of runs) cuts.add(from).add(to);
    for (const [from, to] of sentences) cuts.add(from).add(to);
    const places = [...cuts].filter((at) => at >= 0 && at <= text.length).sort((a, b) => a - b);
    const whole = document.createDocumentFragment();
    let inside = whole, sentence = null, run = 0, next = 0;
    for (let i = 0; i + 1 < places.length; i += 1) {
      const from = places[i], to = places[i + 1];
      while (run < runs.length && runs[run][1] <= from) run += 1;
      if (sentence && from >= sentence[1]) { sentence = null; inside = whole; }
      if (next < sentences.length && sentences[next][0] === from) {
        sentence = sentences[next];
        inside = begin(sentence, next);
        whole.append(inside);
        next += 1;
      }
      const piece = document.createTextNode(text.slice(from, to));
      const marked = run < runs.length && runs[run][0] <= from && from < runs[run][1];
      if (marked) { const wrap = make(tag); wrap.append(piece); inside.append(wrap); } else inside.append(piece);
    }
    return whole;
  };

  // The stretches of a text that lie between these, without the spaces and points at their ends.
  const others = (text, runs) => {
    const found = [];
    let at = 0;
    for (const [from, to] of [...runs, [text.length, text.length]]) {
      const piece = text.slice(at, from);
      const first = piece.search(/[\p{L}\p{N}]/u);
      if (first >= 0) found.push([at + first, at + piece.search(/[^\p{L}\p{N}]*$/u)]);
      at = to;
    }
    return found;
  };

  const light = (group, on) => group.forEach((element) => element.classList.toggle("on", on));
  const link = (element, group) => {
    element.addEventListener("mouseenter", () => light(group, true));
    element.addEventListener("mouseleave", () => light(group, false));
    element.addEventListener("focus", () => light(group, true));
    element.addEventListener("blur", () => light(group, false));
  };

  const upgrade = (answer, scenario) => {
    const known = marks[answer.id];
    const pair = answer.querySelector(".pair");
    if (!known || !pair || answer.dataset.ready) return;
    answer.dataset.ready = "yes";
    const pre = pair.querySelector("pre");
    const list = make("ol", "sources");
    const items = new Map();
    const spans = [];
    const begin = (sentence, index) => {
      const span = make("span", sentence[3].length ? "sent" : "");
      const numbers = [...new Set(sentence[3].map(([kind, quote]) => {
        const key = `${kind} ${quote}`;
        if (!items.has(key)) {
          const item = make("li");
          item.id = `${answer.id}-s${items.size + 1}`;
          item.append(make("i", "", kind.replace(/_/g, " ")), ` “${quote}”`);
          items.set(key, { item, number: items.size + 1, spans: [] });
          list.append(item);
        }
        return items.get(key);
      }))];
      if (numbers.length) {
        span.tabIndex = 0;
        span.setAttribute("aria-describedby", numbers.map((entry) => entry.item.id).join(" "));
        numbers.forEach((entry) => entry.spans.push(span));
        spans.push([span, numbers, index]);
      }
      return span;
    };
    const text = pre.textContent;
    // Where most words differ, marking them would paint the whole page: what is shared is marked instead.
    const few = known.w < 20;
    const runs = few ? others(text, known.d) : known.d || [];
    pre.replaceChildren(paint(text, runs, few ? "mark" : "ins", known.s || [], begin));
    for (const [span, numbers] of spans) {
      const note = make("sup", "", numbers.map((entry) => entry.number).join(","));
      note.setAttribute("aria-hidden", "true");
      span.append(note);
      link(span, [span, ...numbers.map((entry) => entry.item)]);
    }
    for (const entry of items.values()) link(entry.item, [entry.item, ...entry.spans]);
    if (references.has(scenario)) {
      const side = make("figure", "side");
      const mail = make("pre", "mail");
      const model = references.get(scenario);
      mail.append(few ? paint(model, others(model, known.r), "mark", [], null) : paint(model, known.r || [], "del", [], null));
      side.append(make("figcaption", "", "Reference"), mail);
      pair.append(side);
      const line = make("p", "key-line");
      if (few) line.append(make("mark", "k-both", "in both"));
      else line.append(make("mark", "k-ins", "only in the draft"), " ", make("mark", "k-del", "only in the reference"));
      line.append(` ${known.w}\u00a0% of the words are shared.`);
      if (items.size) line.append(" Point at a sentence to see the words of the notes it rests on.");
      pair.append(line);
    }
    if (items.size) pair.append(list);
  };

  const bodies = find(".cases tbody");
  const open = (body, on) => {
    body.classList.toggle("is-open", on);
    body.querySelector("button.open").setAttribute("aria-expanded", String(on));
    if (on) find(".answer", body).forEach((answer) => upgrade(answer, body.querySelector("[data-scenario]").dataset.scenario));
  };
  for (const body of bodies) {
    const anchor = body.querySelector("a.open");
    const button = make("button", "open");
    button.type = "button";
    button.append(...anchor.childNodes);
    button.setAttribute("aria-expanded", "false");
    anchor.replaceWith(button);
    button.addEventListener("click", () => open(body, !body.classList.contains("is-open")));
  }

  const table = document.querySelector(".cases");
  if (!table) return;
  const value = (body, key) => {
    if (key === "name") return body.querySelector("bdi").textContent.toLowerCase();
    if (key === "situation") return body.querySelector(".where").textContent;
    return Number(body.dataset.keys.split(" ")[Number(key)]);
  };
  const order = new Intl.Collator("en", { numeric: true });
  find("th[data-sort]", table).forEach((head) => {
    const button = make("button");
    button.type = "button";
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => {
      const down = head.getAttribute("aria-sort") === "ascending";
      find("[aria-sort]", table).forEach((other) => other.removeAttribute("aria-sort"));
      head.setAttribute("aria-sort", down ? "descending" : "ascending");
      const sorted = bodies.map((body) => [value(body, head.dataset.sort), body]);
      sorted.sort(([a], [b]) => (typeof a === "number" ? a - b : order.compare(a, b)) * (down ? -1 : 1));
      table.append(...sorted.map(([, body]) => body));
    });
  });

  const [words, which, what, count] = ["find", "which", "what", "count"].map(one);
  const texts = new Map();
  const textOf = (body) => {
    if (!texts.has(body)) texts.set(body, body.textContent.toLowerCase());
    return texts.get(body);
  };
  const filter = () => {
    const sought = words.value.trim().toLowerCase();
    let shown = 0;
    for (const body of bodies) {
      const fits = (!which.value || body.dataset.situation === which.value)
        && (!what.value || body.dataset.tones.split(" ").includes(what.value))
        && (!sought || textOf(body).includes(sought));
      body.hidden = !fits;
      shown += fits ? 1 : 0;
    }
    count.textContent = `${shown} of ${bodies.length} cases`;
  };
  for (const control of [words, which, what]) control.addEventListener("input", filter);
  one("marks-on").addEventListener("change", (event) => document.body.classList.toggle("no-marks", !event.target.checked));
  document.querySelector(".filters").hidden = false;
  filter();

  const follow = () => {
    const body = bodies.find((each) => `#${each.id}` === location.hash);
    if (body) { open(body, true); body.scrollIntoView(); }
  };
  window.addEventListener("hashchange", follow);
  follow();
});
