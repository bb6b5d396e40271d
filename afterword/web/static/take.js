// Taking the email away: copied, as a file, into the mail program, on paper.

import { $, announce, h } from "./dom.js";
import { fetchFile, post } from "./wire.js";

/** Make the buttons work: `taken` gives the email with its notes, `trouble` says what went wrong. */
export function offer(taken, trouble) {
  async function saveFile(kind) {
    try {
      const { blob, name } = await fetchFile({ ...taken(), kind });
      const address = URL.createObjectURL(blob);
      h("a", { href: address, download: name }).click();
      setTimeout(() => URL.revokeObjectURL(address), 10_000);
      announce(`Saved as ${name}.`);
    } catch (error) {
      trouble(error, () => saveFile(kind));
    }
  }

  async function copy() {
    const text = taken().text.replace(/^Subject:.*\n+/, "");
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      const area = h("textarea", { class: "unseen", "aria-hidden": "true" });
      area.value = text;
      document.body.append(area);
      area.select();
      document.execCommand("copy");
      area.remove();
    }
    $("copy").textContent = "Copied";
    announce("The email is copied, without its subject.");
    setTimeout(() => ($("copy").textContent = "Copy"), 2000);
  }

  async function openMail() {
    try {
      const link = await post("file", { ...taken(), kind: "mailto" });
      if (!link.url) throw Object.assign(new Error(link.reason), { kind: "said" });
      h("a", { href: link.url }).click();
    } catch (error) {
      trouble(error, openMail);
    }
  }

  $("copy").addEventListener("click", copy);
  $("mailto").addEventListener("click", openMail);
  $("print").addEventListener("click", () => print());
  for (const button of document.querySelectorAll("[data-file]")) button.addEventListener("click", () => saveFile(button.dataset.file));
}
