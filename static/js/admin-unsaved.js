// Nothing that was typed is dropped silently: whatever leads away from a changed form asks first.
//
// The form is compared as a whole with what the server put into it, at the moment somebody leaves. So it does not
// matter what made the change (a key, a date picker, a list that searches, a row more or less), and what was typed
// and taken back is no change.
document.addEventListener("DOMContentLoaded", () => {
  const form = document.querySelector(".change-form #content-main > form, form#content-main, form.decision");
  const question = document.getElementById("unsaved-texts")?.dataset.question;
  if (!form || !question) return;

  const serialize = (each) => JSON.stringify([...new FormData(each)].filter(([name]) => name !== "csrfmiddlewaretoken"));
  // Not the form itself, into which the browser may have put back what stood there before a reload.
  const pristine = form.cloneNode(true);
  pristine.reset();
  const saved = serialize(pristine);
  // A form that comes back after a refusal, or that the server filled with what was typed, is not saved as it stands.
  const isUnsavedFromTheStart = Boolean(document.querySelector("#content .errornote, #content-main .errorlist, [data-unsaved]"));
  const isUnsaved = () => isUnsavedFromTheStart || serialize(form) !== saved;
  // True from a button to the question that its own way out would raise: a save that was stopped guards as before.
  let isSending = false;

  document.addEventListener("submit", (event) => {
    if (event.defaultPrevented) return;
    if (event.target !== form && isUnsaved()) {
      const button = event.submitter?.textContent.trim() || event.submitter?.value || "";
      if (!window.confirm(question.replace("{button}", button))) {
        event.preventDefault();
        return;
      }
    }
    isSending = true;
  });
  window.addEventListener("beforeunload", (event) => {
    if (!isSending && isUnsaved()) event.preventDefault();
    isSending = false;
  });
});
