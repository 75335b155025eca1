// A button beside what one wants to copy; without it the text can be marked as any other.
"use strict";

const SHOWN = 2000;

function button(block) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "button button--plain cite__copy";
  made.textContent = block.dataset.copy;
  made.setAttribute("aria-live", "polite");
  made.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(block.textContent.trim());
      made.textContent = block.dataset.copied;
      setTimeout(() => { made.textContent = block.dataset.copy; }, SHOWN);
    } catch {
      // Where the browser forbids it, the text is marked for the reader to copy.
      getSelection().selectAllChildren(block);
    }
  });
  return made;
}

if (navigator.clipboard) for (const block of document.querySelectorAll("[data-copy]")) block.after(button(block));
