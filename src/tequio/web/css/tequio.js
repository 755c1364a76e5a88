// Comforts only: every page does its work without this file.
"use strict";

// A soft limit counts as the server does: NFC code points, a line break as one.
const counted = (text) => [...text.replace(/\r\n?/g, "\n").normalize("NFC")].length;

function watchCounters(root) {
  for (const counter of root.querySelectorAll("[data-counts]")) {
    const box = document.getElementById(counter.dataset.counts);
    if (!box) continue;
    const limit = Number(counter.dataset.limit);
    box.addEventListener("input", () => {
      const n = counted(box.value);
      counter.querySelector("[data-count]").textContent = n.toLocaleString("es-MX");
      counter.classList.toggle("over", n > limit);
    });
  }
}

function offerCopies(root) {
  for (const button of root.querySelectorAll("[data-copy]")) {
    if (!navigator.clipboard) continue;
    button.hidden = false;
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(button.dataset.copy);
      button.textContent = button.dataset.done;
    });
  }
}

function offerPrint(root) {
  for (const button of root.querySelectorAll("[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  }
}

function wake(root) {
  watchCounters(root);
  offerCopies(root);
  offerPrint(root);
}

wake(document);
document.addEventListener("htmx:load", (event) => event.target !== document.body && wake(event.target));
// After a refusal the reader starts at what is wrong.
document.getElementById("errors")?.focus();
