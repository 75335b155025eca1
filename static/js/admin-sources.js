// Asks whether the present sources say so too only beside a field that was changed; without scripts every question shows.
document.addEventListener("DOMContentLoaded", () => {
  const form = document.querySelector(".change-form #content-main > form");
  const questions = form ? [...form.querySelectorAll("input.source-question")] : [];
  if (!questions.length) return;

  // What is typed in the columns, or in the rows, that a question is about.
  const read = (question) => {
    const { columns, formset } = question.dataset;
    const names = columns ? columns.split(" ") : [];
    const own = (name) => (formset ? name.startsWith(`${formset}-`) && !name.includes("__prefix__") : names.includes(name));
    return JSON.stringify([...new FormData(form)].filter(([name]) => own(name)));
  };
  const before = new Map(questions.map((question) => [question, read(question)]));
  // A form that comes back after a refusal holds changes already.
  const isRefused = Boolean(document.querySelector("#content .errornote"));

  const update = () => {
    for (const question of questions) {
      const box = question.closest(".fieldBox") || question.closest(".form-row");
      box.hidden = !isRefused && read(question) === before.get(question);
    }
    for (const row of form.querySelectorAll(".form-row:has(input.source-question)")) {
      const boxes = [...row.querySelectorAll(".fieldBox")];
      if (boxes.length) row.hidden = boxes.every((box) => box.hidden);
    }
  };
  form.addEventListener("input", update);
  form.addEventListener("change", update);
  // Rows that are added and removed, and the widget that finds rows of another table, tell of it by events of their own.
  for (const name of ["formset:added", "formset:removed"]) document.addEventListener(name, update);
  if (window.django?.jQuery) window.django.jQuery(form).on("change", update);
  update();
});
