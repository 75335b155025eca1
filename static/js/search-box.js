// Type-ahead for the search boxes: an ARIA combobox with a list (APG, list autocomplete with manual selection).
// Without it the box is a plain form.
"use strict";

const PAUSE = 120;

class Combobox {
  constructor(form) {
    this.form = form;
    this.field = form.querySelector("input[name=q]");
    this.options = [];
    this.active = -1;
    this.list = document.createElement("ul");
    this.list.className = "search-box__list";
    this.list.id = `${this.field.id}-list`;
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", this.field.labels[0].textContent.trim());
    this.list.hidden = true;
    this.status = words("visually-hidden", "");
    this.status.setAttribute("aria-live", "polite");
    form.append(this.list, this.status);
    const attributes = { role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": this.list.id };
    for (const [name, value] of Object.entries(attributes)) this.field.setAttribute(name, value);
    this.field.addEventListener("input", () => this.typed());
    this.field.addEventListener("keydown", (event) => this.pressed(event));
    this.field.addEventListener("blur", () => this.close());
    // A press must not take the focus away before the click arrives.
    this.list.addEventListener("pointerdown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => this.go(event.target.closest("[role=option]")));
  }

  typed() {
    clearTimeout(this.timer);
    this.asking?.abort();
    // What is listed answers an earlier text, until the next answer arrives.
    this.isStale = true;
    this.select(-1);
    this.status.textContent = "";
    if (!this.field.value.trim()) return this.close();
    this.timer = setTimeout(() => this.ask(this.field.value), PAUSE);
  }

  async ask(text) {
    this.asking = new AbortController();
    try {
      const address = `${this.form.dataset.suggestions}?${new URLSearchParams({ q: text })}`;
      const response = await fetch(address, { signal: this.asking.signal });
      if (!response.ok) throw new Error(`The suggestions answered ${response.status}.`);
      const suggestions = await response.json();
      if (this.field.value === text && document.activeElement === this.field) this.show(suggestions);
    } catch (error) {
      // Whatever went wrong, the plain form still searches.
      if (error.name !== "AbortError") this.close();
    }
  }

  show([, names, kinds, , more]) {
    this.list.replaceChildren(...names.map((name, at) => this.option(at, name, kinds[at], more)));
    this.options = [...this.list.children];
    this.isStale = false;
    this.select(-1);
    this.open(names.length > 0);
    this.status.textContent = this.count(names.length);
  }

  count(number) {
    const { none, one, many } = this.form.dataset;
    return [none, one][number] ?? many.replace("#", number);
  }

  option(at, name, kind, more) {
    const option = document.createElement("li");
    option.id = `${this.list.id}-${at}`;
    option.setAttribute("role", "option");
    option.dataset.path = more.paths[at];
    const [other, language] = more.others[at];
    option.append(words("search-box__name", name, more.langs[at]), " ");
    if (other) option.append(words("search-box__other", other, language), " ");
    option.append(words("search-box__kind", kind));
    return option;
  }

  pressed(event) {
    // While characters are composed the keys are the input method's. In Safari the press that ends it comes after the
    // composition, with the key code of an input method.
    if (event.isComposing || event.keyCode === 229) return;
    const isOpen = !this.list.hidden;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      if (!this.options.length || this.isStale) return;
      event.preventDefault();
      this.open(true);
      this.move(event.key === "ArrowDown" ? 1 : -1);
    } else if (event.key === "Enter" && isOpen && this.active >= 0) {
      event.preventDefault();
      this.go(this.options[this.active]);
    } else if (event.key === "Escape" && isOpen) {
      // The first press closes the list, the next empties a search field as browsers do.
      event.preventDefault();
      this.close();
    }
  }

  move(by) {
    // One place before the first is the field itself.
    const places = this.options.length + 1;
    this.select(((this.active + 1 + by + places) % places) - 1);
  }

  select(at) {
    this.active = at;
    this.options.forEach((option, index) => option.setAttribute("aria-selected", String(index === at)));
    if (at < 0) return this.field.removeAttribute("aria-activedescendant");
    this.field.setAttribute("aria-activedescendant", this.options[at].id);
    this.options[at].scrollIntoView({ block: "nearest" });
  }

  go(option) {
    if (option) window.location.assign(option.dataset.path);
  }

  open(isOpen) {
    this.list.hidden = !isOpen;
    this.field.setAttribute("aria-expanded", String(isOpen));
  }

  close() {
    clearTimeout(this.timer);
    this.asking?.abort();
    this.select(-1);
    this.open(false);
    this.status.textContent = "";
  }
}

function words(name, text, language) {
  const span = document.createElement("span");
  span.className = name;
  span.textContent = text;
  if (language) span.lang = language;
  return span;
}

for (const form of document.querySelectorAll(".search-box[data-suggestions]")) new Combobox(form);
