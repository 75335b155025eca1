// A source note takes the focus when it opens, so that screen readers read it out. A page may hold `autofocus` only
// once, so a note has it only while it is open. Without this the focus stays at the number, and Tab leads into the note.
"use strict";

document.addEventListener(
  "beforetoggle",
  ({ target, newState }) => {
    if (target.matches(".source-note")) target.autofocus = newState === "open";
  },
  true,
);
